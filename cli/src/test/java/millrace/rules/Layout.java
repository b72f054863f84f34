package millrace.rules;

import com.sun.source.tree.ImportTree;
import java.util.ArrayList;
import java.util.List;

/** Spaces indent, and an import names what it imports. */
final class Layout implements Rule {
    @Override
    public List<Violation> check(Source source) {
        List<Violation> found = new ArrayList<>();
        int number = 0;
        for (String line : source.text().lines().toList()) {
            number++;
            if (line.indexOf('\t') >= 0) {
                found.add(new Violation(source.path(), number, "a tab: indent with four spaces"));
            }
        }
        for (ImportTree imported : source.unit().getImports()) {
            if (!imported.isModule() && imported.getQualifiedIdentifier().toString().endsWith(".*")) {
                found.add(source.violation(imported, "a wildcard import: name what is imported"));
            }
        }
        return found;
    }
}
