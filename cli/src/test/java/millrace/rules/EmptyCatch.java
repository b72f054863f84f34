package millrace.rules;

import com.sun.source.tree.CatchTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;

/** An exception is handled, passed on, or logged: a catch block without a statement does neither. */
final class EmptyCatch implements Rule {
    @Override
    public List<Violation> check(Source source) {
        List<Violation> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitCatch(CatchTree node, Void unused) {
                if (node.getBlock().getStatements().isEmpty()) {
                    found.add(source.violation(node, "empty catch: handle the exception, log it, or pass it on"));
                }
                return super.visitCatch(node, unused);
            }
        }.scan(source.unit(), null);
        return found;
    }
}
