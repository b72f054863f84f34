package millrace.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A type is named after what it is. These words say only that somebody did not know. */
final class Names implements Rule {
    private static final Set<String> EMPTY_WORDS =
            Set.of("Impl", "Util", "Utils", "Helper", "Helpers", "Base", "Manager", "Common", "Misc");

    @Override
    public List<Violation> check(Source source) {
        List<Violation> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree node, Void unused) {
                String name = node.getSimpleName().toString();
                for (String word : name.split("(?=[A-Z])")) {
                    if (EMPTY_WORDS.contains(word)) {
                        found.add(source.violation(node, name + ": \"" + word + "\" says nothing; name what it is"));
                    }
                }
                return super.visitClass(node, unused);
            }
        }.scan(source.unit(), null);
        return found;
    }
}
