package millrace.gateway.config.check;

import java.util.List;
import millrace.gateway.config.Statement;

/**
 * Where in the tree a statement stands.
 *
 * @param outer null at the top
 * @param opening what opened this level; null at the top
 * @param statements all of this level
 */
record Path(Path outer, Statement opening, List<Statement> statements) {

    boolean isIn(String block) {
        return opening != null && opening.name().equals(block);
    }

    /** The first of a name in this level; null if there is none. */
    Statement own(String name) {
        return statements.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
    }

    /** The first of a name in this level or, if there is none, further out; null if nowhere. */
    Statement nearest(String name) {
        Statement found = null;
        for (Path at = this; found == null && at != null; at = at.outer) {
            found = at.own(name);
        }
        return found;
    }

    /** The outermost level. */
    Path top() {
        return outer == null ? this : outer.top();
    }
}
