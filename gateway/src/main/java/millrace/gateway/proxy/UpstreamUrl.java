package millrace.gateway.proxy;

import millrace.gateway.balance.UpstreamAddress;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;

/**
 * A URL of {@code proxy_pass}: {@code http://host[:port][/uri]} or {@code http://unix:path[:/uri]}, or the same with
 * {@code https}.
 *
 * @param secure whether what is said there is encrypted
 * @param uri what is behind the address, from its slash or question mark on; {@code null} when there is nothing
 */
record UpstreamUrl(boolean secure, UpstreamAddress address, String uri) {
    private static final String SCHEME = "http://";
    private static final String SECURE_SCHEME = "https://";
    private static final int PORT = 80;
    private static final int SECURE_PORT = 443;

    static UpstreamUrl parse(String text, Place place) throws ConfigException {
        boolean secure = text.regionMatches(true, 0, SECURE_SCHEME, 0, SECURE_SCHEME.length());
        if (!secure && !text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ConfigException(place, "invalid URL prefix", "it begins with http:// or https://");
        }
        String rest = text.substring((secure ? SECURE_SCHEME : SCHEME).length());
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
        return new UpstreamUrl(secure, address, uri.isEmpty() ? null : uri);
    }

    String scheme() {
        return secure ? SECURE_SCHEME : SCHEME;
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
