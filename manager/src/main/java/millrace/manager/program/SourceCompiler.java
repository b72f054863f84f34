package millrace.manager.program;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles a source program by the rules of the {@code java} command (JEP 330, 458, 512): the first type in the file is
 * the main class, and other files are found by their package. A process of its own.
 */
final class SourceCompiler {
    private SourceCompiler() {}

    /** @param args the source, the folder for classes, and the file to write when all is done */
    public static void main(String[] args) throws IOException {
        System.exit(compile(Path.of(args[0]), Path.of(args[1]), Path.of(args[2])) ? 0 : 1);
    }

    private static boolean compile(Path source, Path classes, Path manifest) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Set<Path> used = new LinkedHashSet<>();
        String main;
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            CompilationUnitTree unit = parse(javac, files, source);
            main = mainClass(unit);
            files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(root(source, unit)));
            JavacTask task = task(javac, files, null, options(classes), source);
            task.addTaskListener(collect(used));
            if (!task.call()) {
                return false;
            }
        }
        if (main == null) {
            System.err.println(source + ": error: there is no class in it");
            return false;
        }
        List<String> lines = new ArrayList<>(List.of(CompiledSource.header(classes, main)));
        for (Path file : used) {
            lines.add(CompiledSource.line(file));
        }
        // In one step, since another start may be reading it.
        Path complete = Files.write(manifest.resolveSibling(classes.getFileName() + ".manifest"), lines);
        Files.move(complete, manifest, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Only to see its package and first type. Errors are left for the compilation proper to report. */
    private static CompilationUnitTree parse(JavaCompiler javac, StandardJavaFileManager files, Path source)
            throws IOException {
        return task(javac, files, diagnostic -> {}, List.of(), source).parse().iterator().next();
    }

    private static JavacTask task(
            JavaCompiler javac,
            StandardJavaFileManager files,
            DiagnosticListener<JavaFileObject> errors,
            List<String> options,
            Path source) {
        return (JavacTask) javac.getTask(null, files, errors, options, null, files.getJavaFileObjects(source));
    }

    private static List<String> options(Path classes) {
        return List.of("-d", classes.toString(), "-proc:none", "--module-path", System.getProperty("jdk.module.path"),
                "--add-modules", Stream.of("millrace.http", "millrace.offload", "millrace.cluster")
                        .filter(JavaProgram::isHere)
                        .collect(Collectors.joining(",")));
    }

    private static TaskListener collect(Set<Path> used) {
        return new TaskListener() {
            @Override
            public void started(TaskEvent event) {
                if (event.getKind() == TaskEvent.Kind.PARSE) {
                    used.add(Path.of(event.getSourceFile().toUri()));
                }
            }
        };
    }

    /** The folder in which the packages begin. */
    private static Path root(Path source, CompilationUnitTree unit) {
        Path root = source.getParent();
        if (unit.getPackageName() != null) {
            for (int i = unit.getPackageName().toString().split("\\.").length; i > 0 && root.getParent() != null; i--) {
                root = root.getParent();
            }
        }
        return root;
    }

    private static String mainClass(CompilationUnitTree unit) {
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree first) {
                String name = first.getSimpleName().toString();
                return unit.getPackageName() == null ? name : unit.getPackageName() + "." + name;
            }
        }
        return null;
    }
}
