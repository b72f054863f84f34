package millrace.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A source file as the compiler's parser sees it: rules look at trees, not at text. */
record Source(String path, String text, CompilationUnitTree unit, SourcePositions positions) {
    private static final String ROOT = "string:///";

    /** Every Java file of the repository, in the order of its path. */
    static List<Source> of(Path repository) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(repository)) {
            for (Path file : files.filter(f -> isSource(repository.relativize(f))).sorted().toList()) {
                texts.put(repository.relativize(file).toString(), Files.readString(file));
            }
        }
        return parse(texts);
    }

    /** One file that exists only in a test of a rule. */
    static Source of(String path, String text) throws IOException {
        return parse(Map.of(path, text)).getFirst();
    }

    private static boolean isSource(Path path) {
        for (Path part : path) {
            String name = part.toString();
            if (name.startsWith(".") || name.equals("target") || name.equals("node_modules")) {
                return false;
            }
        }
        return path.toString().endsWith(".java");
    }

    private static List<Source> parse(Map<String, String> texts) throws IOException {
        List<JavaFileObject> files = new ArrayList<>();
        texts.forEach((path, text) -> files.add(SimpleJavaFileObject.forSource(URI.create(ROOT + path), text)));
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<Source> sources = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            String path = unit.getSourceFile().toUri().toString().substring(ROOT.length());
            sources.add(new Source(path, texts.get(path), unit, positions));
        }
        return sources;
    }

    boolean isTest() {
        return path.contains("src/test/");
    }

    /** The folder of the file at the root of the repository: a module, or examples and the like. */
    String room() {
        return path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
    }

    int lines() {
        return (int) text.lines().count();
    }

    int line(Tree tree) {
        return (int) unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    int lastLine(Tree tree) {
        return (int) unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree) - 1);
    }

    Violation violation(Tree at, String what) {
        return new Violation(path, line(at), what);
    }
}
