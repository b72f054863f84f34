package millrace.gateway.proxy;

import java.nio.charset.StandardCharsets;
import millrace.gateway.balance.KeepAlive;
import millrace.gateway.balance.Upstream;

/** Where one {@code proxy_pass} leads to: fixed, or found for one request. */
final class PassTarget {
    final UpstreamUrl url;

    /** {@code $proxy_host}. */
    final byte[] hostField;

    /** {@code $proxy_port}. */
    final byte[] portText;

    /** What takes the place of the location's path, or {@code null}. */
    final byte[] path;

    final String pathText;
    final Upstream upstream;

    private final IdleShelf shelf;

    /** @param pass whose idle connections are used, unless the upstream's are for all */
    PassTarget(UpstreamUrl url, Upstream upstream, ProxyPass pass) {
        this.url = url;
        this.upstream = upstream;
        // With variables one location has many targets, of which those that keep nothing last for a request.
        KeepAlive rules = upstream.keepAlive();
        shelf = rules.connections() == 0 ? new IdleShelf() : shelves(pass, rules.local()).of(upstream);
        hostField = url.hostField().getBytes(StandardCharsets.ISO_8859_1);
        portText = url.portText().getBytes(StandardCharsets.ISO_8859_1);
        pathText = url.path();
        String sent = pathText == null || pass.template == null ? pathText : withoutBreaks(pathText);
        path = sent == null ? null : sent.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a variable brings in decoded, such as {@code $uri}, must not end the request line: that would be another request. */
    private static String withoutBreaks(String path) {
        StringBuilder sent = new StringBuilder(path.length());
        path.chars().forEach(c -> sent.append(c <= ' ' || c == 0x7f ? "%%%02X".formatted(c) : Character.toString(c)));
        return sent.toString();
    }

    /** What is encrypted differs from one location to the other in how, so it is not shared. */
    private SharedIdle shelves(ProxyPass pass, boolean local) {
        return url.secure() ? pass.ownSecureIdle : local ? pass.ownIdle : pass.sharedIdle;
    }

    /** The idle connections of a loop. */
    IdleConnections idle(ProxyLoop loop) {
        return shelf.of(loop, upstream.keepAlive());
    }

    /** Those of another loop, if there are any that could come here. */
    IdleConnections idleElsewhere(IdleConnections own) {
        return url.secure() ? null : shelf.elsewhere(own);
    }
}
