package millrace.gateway.variable;

import java.util.Set;

/**
 * Built-in variables that stay what they are for the whole of a request, so that what depends on them need not be
 * kept.
 */
final class SteadyNames {
    private static final Set<String> NAMES = Set.of("remote_addr", "binary_remote_addr", "remote_port", "server_addr",
            "server_port", "server_protocol", "scheme", "https", "host", "hostname", "pid", "nginx_version",
            "request_uri", "connection", "connection_requests", "remote_user", "content_length", "content_type",
            "proxy_protocol_addr", "request");

    private SteadyNames() {}

    static boolean has(String name) {
        return NAMES.contains(name) || name.startsWith("http_") || name.startsWith("cookie_");
    }
}
