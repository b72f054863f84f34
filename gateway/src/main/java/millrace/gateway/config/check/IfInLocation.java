package millrace.gateway.config.check;

import java.util.Set;
import millrace.gateway.config.Statement;

/** An {@code if} makes a location of its own: only what rewrites is sure to do there what it seems to. */
final class IfInLocation implements Trap {
    private static final Set<String> SAFE = Set.of("return", "rewrite", "set", "break", "rewrite_log");

    @Override
    public String warning(Statement s, Path path) {
        boolean inside = path.isIn("if") && path.outer() != null && path.outer().isIn("location");
        if (!inside || SAFE.contains(s.name())) {
            return null;
        }
        return "\"" + s.name() + "\" in an \"if\" of a location: the \"if\" is a location of its own, and others of"
                + " the same location do not count any more when it holds; use \"map\","
                + " or \"return\" and \"rewrite ... last\"";
    }
}
