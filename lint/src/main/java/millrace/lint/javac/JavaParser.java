package millrace.lint.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import millrace.lint.LintException;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;

/**
 * Reads Java with the JDK's own compiler, which never gets as far as writing a class. Types that are not on the class
 * path are known by their imports only; no annotation processor runs.
 */
public final class JavaParser {
    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final List<Path> classPath;

    public JavaParser(List<Path> classPath) {
        this.classPath = List.copyOf(classPath);
    }

    /**
     * One answer for each file, in their order.
     *
     * @param read is told of each file that is done
     */
    public List<Facts> read(List<Path> files, Consumer<Path> read) throws LintException {
        Map<Path, Facts> all = new LinkedHashMap<>();
        files.forEach(file -> all.put(file, null));
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
            manager.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
            for (Batch batch : Batch.of(parse(manager, files, all))) {
                attribute(manager, batch.files(), all, read);
            }
        } catch (IOException e) {
            throw new LintException("the sources cannot be read: " + e.getMessage(), e);
        }
        return List.copyOf(all.values());
    }

    /** Those without errors of syntax. The others get their answer here. */
    private Map<Path, CompilationUnitTree> parse(
            StandardJavaFileManager manager, List<Path> files, Map<Path, Facts> all) throws IOException {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        Map<Path, CompilationUnitTree> units = new LinkedHashMap<>();
        for (CompilationUnitTree unit : task(manager, files, problems).parse()) {
            units.put(path(unit.getSourceFile()), unit);
        }
        for (Diagnostic<? extends JavaFileObject> each : problems.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR && each.getSource() != null) {
                Path file = path(each.getSource());
                units.remove(file);
                if (all.get(file) == null) {
                    all.put(file, problem(file, each));
                }
            }
        }
        return units;
    }

    /** The compiler is not made for programs with holes in them: a file that brings it down is found by halving. */
    private void attribute(StandardJavaFileManager manager, List<Path> files, Map<Path, Facts> all, Consumer<Path> read)
            throws IOException {
        try {
            all.putAll(facts(manager, files));
            files.forEach(read);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            int half = files.size() / 2;
            if (half == 0) {
                Path file = files.getFirst();
                all.put(file, Facts.problem(new Place(file.toString(), 1, 1), "the compiler gave up: " + e));
                read.accept(file);
            } else {
                attribute(manager, files.subList(0, half), all, read);
                attribute(manager, files.subList(half, files.size()), all, read);
            }
        }
    }

    private Map<Path, Facts> facts(StandardJavaFileManager manager, List<Path> files) throws IOException {
        JavacTask task = task(manager, files, unused -> { /* What is missing shows as types without names. */ });
        Iterable<? extends CompilationUnitTree> units = task.parse();
        task.analyze();
        Trees trees = Trees.instance(task);
        Map<String, List<String>> supertypes = new HashMap<>();
        Map<Path, Facts> facts = new LinkedHashMap<>();
        for (CompilationUnitTree unit : units) {
            Path file = path(unit.getSourceFile());
            Attribution attribution = new Attribution(trees, task.getTypes(), unit, supertypes);
            facts.put(file, UnitScanner.scan(file.toString(), new TreePath(unit), trees, attribution));
        }
        return facts;
    }

    private JavacTask task(
            StandardJavaFileManager manager, List<Path> files, DiagnosticListener<JavaFileObject> problems) {
        // By default it stops at the first phase with errors; missing types are errors.
        List<String> options = List.of("-proc:none", "-nowarn", "-Xlint:none", "--should-stop=ifError=FLOW");
        return (JavacTask) javac.getTask(
                Writer.nullWriter(), manager, problems, options, null, manager.getJavaFileObjectsFromPaths(files));
    }

    private static Path path(JavaFileObject file) {
        return Path.of(file.getName());
    }

    private static Facts problem(Path file, Diagnostic<?> error) {
        int line = Math.max(1, (int) error.getLineNumber());
        int column = Math.max(1, (int) error.getColumnNumber());
        return Facts.problem(new Place(file.toString(), line, column), error.getMessage(Locale.ROOT));
    }
}
