package millrace.gateway.proxy;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.resolver.UpstreamAddress;

/**
 * A URL of {@code proxy_pass}: {@code http://host[:port][/uri]} or {@code http://unix:path[:/uri]}, or the same with
 * {@code https}. One of {@code grpc_pass} has {@code grpc}, {@code grpcs} or nothing there.
 *
 * @param secure whether what is said there is encrypted
 * @param uri what is behind the address, from its slash or question mark on; {@code null} when there is nothing
 */
record UpstreamUrl(boolean secure, boolean grpc, UpstreamAddress address, String uri) {
    private static final String[] PLAIN = {"http://", "grpc://"};
    private static final String[] SECURE = {"https://", "grpcs://"};
    private static final int PORT = 80;
    private static final int SECURE_PORT = 443;

    static UpstreamUrl parse(String text, boolean grpc, Place place) throws ConfigException {
        boolean secure = begins(text, SECURE[grpc ? 1 : 0]);
        boolean plain = begins(text, PLAIN[grpc ? 1 : 0]);
        if (!secure && !plain && !grpc) {
            throw new ConfigException(place, "invalid URL prefix", "it begins with http:// or https://");
        }
        String rest = text.substring(secure || plain ? (secure ? SECURE : PLAIN)[grpc ? 1 : 0].length() : 0);
        int end;
        String uri;
        if (rest.regionMatches(true, 0, "unix:", 0, 5)) {
            int colon = rest.indexOf(':', 5);
            end = colon < 0 ? rest.length() : colon;
            uri = colon < 0 ? "" : rest.substring(colon + 1);
        } else {
            end = 0;
            while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
                end++;
            }
            uri = rest.substring(end);
        }
        UpstreamAddress address = UpstreamAddress.parse(rest.substring(0, end), secure ? SECURE_PORT : PORT, place);
        return new UpstreamUrl(secure, grpc, address, uri.isEmpty() ? null : uri);
    }

    String scheme() {
        return (secure ? SECURE : PLAIN)[grpc ? 1 : 0];
    }

    private static boolean begins(String text, String scheme) {
        return text.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** The usual Host field: {@code $proxy_host}. */
    String hostField() {
        if (address.isUnix()) {
            return "localhost";
        }
        String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        return address.port() == (secure ? SECURE_PORT : PORT) ? host : host + ":" + address.port();
    }

    /** {@code $proxy_port}. */
    String portText() {
        return address.isUnix() ? "" : Integer.toString(address.port());
    }

    /** What is sent in place of the location's path, or {@code null}. */
    String path() {
        return uri == null || uri.startsWith("/") ? uri : "/" + uri;
    }
}
