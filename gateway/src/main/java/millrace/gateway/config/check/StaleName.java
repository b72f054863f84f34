package millrace.gateway.config.check;

import java.util.List;
import millrace.gateway.config.Statement;

/** A name of DNS in {@code proxy_pass} is looked up once, at the start; when its address changes, nobody notices. */
final class StaleName implements Trap {
    @Override
    public String warning(Statement s, Path path) {
        if (!s.name().equals("proxy_pass") || s.args().isEmpty()) {
            return null;
        }
        String host = host(s.arg(0));
        if (host == null || isUpstream(host, path.top().statements())) {
            return null;
        }
        return "\"" + host + "\" is looked up once, when the configuration is read, and stays as it was then: make an"
                + " upstream \"" + host + "\" with \"server " + host + " resolve\", and name a resolver";
    }

    /** Null if it cannot get stale: an address, a socket, a variable. */
    private static String host(String url) {
        int slashes = url.indexOf("://");
        if (slashes < 0 || url.indexOf('$') >= 0) {
            return null;
        }
        String authority = url.substring(slashes + 3).split("/", 2)[0];
        String host = authority.split(":", 2)[0];
        boolean fixed = host.isEmpty() || authority.startsWith("[") || host.equals("unix") || host.equals("localhost")
                || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        return fixed ? null : host;
    }

    private static boolean isUpstream(String name, List<Statement> level) {
        for (Statement each : level) {
            boolean is = each.name().equals("upstream") && !each.args().isEmpty() && each.arg(0).equals(name);
            if (is || each.name().equals("http") && each.block() != null && isUpstream(name, each.block())) {
                return true;
            }
        }
        return false;
    }
}
