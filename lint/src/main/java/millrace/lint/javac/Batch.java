package millrace.lint.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Files that can be compiled together, since no two of them declare the same type: examples often do. */
final class Batch {
    private final List<Path> files = new ArrayList<>();
    private final Set<String> types = new HashSet<>();

    private Batch() {}

    /** Each file in the first batch that it fits in. */
    static List<Batch> of(Map<Path, CompilationUnitTree> units) {
        List<Batch> batches = new ArrayList<>();
        units.forEach((file, unit) -> {
            Set<String> declared = declared(unit);
            Batch batch = batches.stream().filter(each -> each.accepts(declared)).findFirst().orElseGet(() -> {
                batches.add(new Batch());
                return batches.getLast();
            });
            batch.files.add(file);
            batch.types.addAll(declared);
        });
        return batches;
    }

    List<Path> files() {
        return files;
    }

    private boolean accepts(Set<String> declared) {
        return declared.stream().noneMatch(types::contains);
    }

    private static Set<String> declared(CompilationUnitTree unit) {
        String prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(type -> prefix + ((ClassTree) type).getSimpleName())
                .collect(Collectors.toSet());
    }
}
