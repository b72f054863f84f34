package millrace.gateway.tls;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.resolver.ResolverSettings;
import millrace.gateway.resolver.Resolvers;

/**
 * Who knows about certificates: the host of {@code http://host:port/path}. Immutable.
 *
 * @param usual where it was when the configuration was read; asked only where there is no {@code resolver}
 */
record Responder(String host, int port, String path, List<InetAddress> usual, ResolverSettings.Resolver resolver) {
    private static final String PREFIX = "http://";
    private static final int HTTP = 80;

    /**
     * @param looksUp whether a name may be looked up by the system, which holds the thread up, where there is no resolver
     * @return {@code null} when nobody can be asked there; {@code complaint} says why
     */
    static Responder parse(String url, ResolverSettings.Resolver resolver, boolean looksUp, StringBuilder complaint) {
        if (!url.startsWith(PREFIX)) {
            complaint.append("invalid URL prefix in OCSP responder \"").append(url).append('"');
            return null;
        }
        int slash = url.indexOf('/', PREFIX.length());
        String authority = slash < 0 ? url.substring(PREFIX.length()) : url.substring(PREFIX.length(), slash);
        String path = slash < 0 ? "/" : url.substring(slash);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? port(authority.substring(colon + 1)) : HTTP;
        if (host.isEmpty() || port < 0) {
            complaint.append(port < 0 ? "invalid port in OCSP responder \"" : "empty host in OCSP responder \"").append(url).append('"');
            return null;
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return new Responder(host, port, path.endsWith("/") ? path : path + "/", usual(bare, looksUp && resolver.isOff()), resolver);
    }

    private static int port(String text) {
        boolean good = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = good ? Integer.parseInt(text) : -1;
        return port > 0 && port <= 0xffff ? port : -1;
    }

    private static List<InetAddress> usual(String host, boolean looksUp) {
        InetAddress literal = UpstreamSearch.literal(host);
        if (literal != null) {
            return List.of(literal);
        }
        try {
            return looksUp ? List.of(InetAddress.getAllByName(host)) : List.of();
        } catch (UnknownHostException nobody) {
            return List.of(); // Whoever asks is told so: the configuration is good without.
        }
    }

    /** Where it is; on the loop that asks. */
    CompletionStage<SocketAddress> find(GatewayLoop loop) {
        if (!usual.isEmpty()) {
            return CompletableFuture.completedFuture(new InetSocketAddress(usual.getFirst(), port));
        }
        if (resolver.isOff()) {
            return CompletableFuture.failedFuture(new UnknownHostException("no resolver defined to resolve " + host));
        }
        return Resolvers.of(loop).lookup(resolver, host).thenApply(all -> new InetSocketAddress(all.getFirst(), port));
    }

    /** The question as a request (RFC 6960 appendix A.1). By HTTP/1.0 the answer has no chunks and ends with the connection. */
    byte[] request(byte[] question) {
        String text = URLEncoder.encode(Base64.getEncoder().encodeToString(question), StandardCharsets.US_ASCII);
        return ("GET " + path + text + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
