package millrace.gateway.config.check;

import java.util.Set;
import millrace.gateway.config.Statement;

/** One {@code add_header} in a level, and those of the levels around it do not count there. */
final class LostHeaders implements Trap {
    private static final Set<String> ARRAYS = Set.of("add_header", "add_trailer", "proxy_set_header");

    @Override
    public String warning(Statement s, Path path) {
        if (!ARRAYS.contains(s.name()) || path.outer() == null || path.own(s.name()) != s) {
            return null;
        }
        Statement lost = path.outer().nearest(s.name());
        Statement mode = path.nearest(s.name() + "_inherit");
        boolean merged = mode != null && !mode.args().isEmpty() && !mode.arg(0).equals("on");
        if (lost == null || merged) {
            return null;
        }
        String remedy = s.name().equals("proxy_set_header") ? "repeat them here"
                : "repeat them here, or say \"" + s.name() + "_inherit merge\"";
        return "\"" + s.name() + "\" here: those around it, such as in " + lost.place()
                + ", do not count in this level; " + remedy;
    }
}
