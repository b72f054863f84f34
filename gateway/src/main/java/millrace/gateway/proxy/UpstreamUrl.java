package millrace.gateway.proxy;

import millrace.gateway.balance.UpstreamAddress;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;

/**
 * A URL of {@code proxy_pass}: {@code http://host[:port][/uri]} or {@code http://unix:path[:/uri]}.
 *
 * @param uri what is behind the address, from its slash or question mark on; {@code null} when there is nothing
 */
record UpstreamUrl(UpstreamAddress address, String uri) {
    private static final String SCHEME = "http://";
    private static final int PORT = 80;

    static UpstreamUrl parse(String text, Place place) throws ConfigException {
        if (text.regionMatches(true, 0, "https://", 0, 8)) {
            throw new ConfigException(place, "https protocol requires SSL support");
        }
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ConfigException(place, "invalid URL prefix", "http://");
        }
        String rest = text.substring(SCHEME.length());
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
        return new UpstreamUrl(UpstreamAddress.parse(rest.substring(0, end), PORT, place), uri.isEmpty() ? null : uri);
    }

    /** The usual Host field: {@code $proxy_host}. */
    String hostField() {
        if (address.isUnix()) {
            return "localhost";
        }
        String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        return address.port() == PORT ? host : host + ":" + address.port();
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
