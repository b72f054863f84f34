package millrace.rules;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The C library is called from {@code os} alone. Elsewhere a memory segment may wrap a Java array, and that is all:
 * what binds functions, loads libraries or hands out memory outside the heap belongs to {@code os}.
 */
final class NativeAccess implements Rule {
    private static final Set<String> HARMLESS =
            Set.of("java.lang.foreign.MemorySegment", "java.lang.foreign.ValueLayout");
    private static final Set<String> RESTRICTED = Set.of("reinterpret", "ofAddress", "loadLibrary");

    @Override
    public List<Violation> check(Source source) {
        List<Violation> found = new ArrayList<>();
        if (!source.room().equals("os")) {
            new Scanner(source, found).scan(source.unit(), null);
        }
        return found;
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final Source source;
        private final List<Violation> found;

        Scanner(Source source, List<Violation> found) {
            this.source = source;
            this.found = found;
        }

        /** Visits imports and names written out in full alike. */
        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void unused) {
            String name = node.toString();
            if (HARMLESS.contains(name)) {
                return null;
            }
            if (name.startsWith("java.lang.foreign.") || RESTRICTED.contains(node.getIdentifier().toString())) {
                found.add(source.violation(node, name + ": native access belongs to the module os"));
                return null;
            }
            return super.visitMemberSelect(node, unused);
        }
    }
}
