package millrace.gateway.config.check;

import millrace.gateway.config.Statement;

/** What makes each request open a connection of its own to the upstream. */
final class LostKeepAlive implements Trap {
    @Override
    public String warning(Statement s, Path path) {
        if (s.args().isEmpty()) {
            return null;
        }
        String first = s.arg(0);
        return switch (s.name()) {
            case "proxy_http_version" -> first.equals("1.0")
                    ? "HTTP/1.0 to the upstream: each request opens a connection; leave the line out" : null;
            case "keepalive" -> first.equals("0") && path.isIn("upstream")
                    ? "no connection to this upstream is kept: each request opens one" : null;
            case "proxy_set_header" -> first.equalsIgnoreCase("Connection") && s.args().size() == 2 ? field(s.arg(1))
                    : null;
            default -> null;
        };
    }

    private static String field(String value) {
        if (value.equalsIgnoreCase("close")) {
            return "\"Connection: close\" to the upstream: each request opens a connection";
        }
        return value.equalsIgnoreCase("upgrade")
                ? "\"Connection: upgrade\" is sent with every request, and its connections are not kept: use a map of"
                        + " $http_upgrade that gives an empty value where the client asks for no upgrade"
                : null;
    }
}
