package millrace.rules;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A test waits for an event, never for a duration: on a busy machine every duration is too short one day. */
final class Sleep implements Rule {
    private static final Set<String> WAITS = Set.of("sleep", "parkNanos");

    @Override
    public List<Violation> check(Source source) {
        List<Violation> found = new ArrayList<>();
        if (!source.isTest()) {
            return found;
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree node, Void unused) {
                if (WAITS.contains(name(node.getMethodSelect()))) {
                    found.add(source.violation(node, "a test that sleeps: wait for the event instead"));
                }
                return super.visitMethodInvocation(node, unused);
            }
        }.scan(source.unit(), null);
        return found;
    }

    private static String name(Tree method) {
        return switch (method) {
            case MemberSelectTree select -> select.getIdentifier().toString();
            case IdentifierTree identifier -> identifier.getName().toString();
            default -> "";
        };
    }
}
