package millrace.gateway.proxy;

import java.nio.charset.StandardCharsets;
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

    /** Whose idle connections are used: those of the upstream, or of one place of it. */
    final Object idleKey;

    /** @param place whose connections those are, unless the upstream shares its own */
    PassTarget(UpstreamUrl url, Upstream upstream, Object place) {
        this.url = url;
        this.upstream = upstream;
        idleKey = upstream.keepAlive().local() ? place : upstream;
        hostField = url.hostField().getBytes(StandardCharsets.ISO_8859_1);
        portText = url.portText().getBytes(StandardCharsets.ISO_8859_1);
        pathText = url.path();
        path = pathText == null ? null : pathText.getBytes(StandardCharsets.ISO_8859_1);
    }
}
