package millrace.gateway.config.check;

import millrace.gateway.config.Statement;

/** {@code location /img} with {@code alias /data/img/} serves {@code /img../secret} from {@code /data/}. */
final class AliasTraversal implements Trap {
    @Override
    public String warning(Statement s, Path path) {
        if (!s.name().equals("alias") || s.args().size() != 1 || !path.isIn("location") || !s.arg(0).endsWith("/")) {
            return null;
        }
        Statement location = path.opening();
        boolean prefix = location.args().size() == 1 || location.args().size() == 2 && location.arg(0).equals("^~");
        if (!prefix || location.args().getLast().endsWith("/")) {
            return null;
        }
        String uri = location.args().getLast();
        return "\"alias\" ends with \"/\" and \"location " + uri + "\" does not: " + uri
                + "../x is asked for in the folder above "
                + s.arg(0) + "; write \"location " + uri + "/\"";
    }
}
