package millrace.manager.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import millrace.manager.HomeFolder;

/**
 * The classes of a source program, kept in the user's cache folder (root's is the system's) with a list of the files they were made from. Each
 * compilation has a folder of its own: workers of an earlier start go on with the classes that they began with.
 *
 * @param classes folder of class files, leased by this process
 */
record CompiledSource(Path classes, String mainClass) {
    /** First line: Java, the path to the modules, the folder, the main class. Then one line for each source file. */
    private static final String MANIFEST = "made-from";

    private static final String CLASSES = "classes-";
    private static final int MOST_COMPILATIONS = 5;
    private static final int ROOT = 0;

    /**
     * Compiles, if the classes of last time are not those of now.
     *
     * @param compiler command of a {@link SourceCompiler}
     */
    static CompiledSource of(Path source, List<String> compiler, Consumer<String> notes)
            throws IOException, ProgramException {
        Path folder = cache().resolve(source.getFileName() + "-" + Integer.toHexString(source.hashCode()));
        Path manifest = folder.resolve(MANIFEST);
        CompiledSource known = Files.exists(manifest) ? read(manifest) : null;
        for (int compiled = 0; known == null || !Lease.take(known.classes); compiled++) {
            if (compiled == MOST_COMPILATIONS) {
                throw new ProgramException(source + " changes while it is compiled, again and again");
            }
            Files.createDirectories(folder);
            Path classes = Files.createTempDirectory(folder, CLASSES);
            Lease.take(classes);
            compile(source, classes, manifest, compiler, notes);
            if (HomeFolder.ownUid() == ROOT) {
                shareLike(source, classes);
            }
            sweep(folder);
            // Not so, if the source has been changed meanwhile.
            known = read(manifest);
        }
        return known;
    }

    private static void compile(
            Path source, Path classes, Path manifest, List<String> compiler, Consumer<String> notes)
            throws IOException, ProgramException {
        notes.accept("compiling " + source.getFileName());
        List<String> command = new ArrayList<>(compiler);
        command.addAll(List.of(source.toString(), classes.toString(), manifest.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var reader = process.inputReader()) {
            List<String> said = reader.readAllLines();
            if (process.waitFor() != 0) {
                throw new ProgramException(source + " does not compile:\n" + String.join("\n", said));
            }
            said.forEach(notes);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new ProgramException("interrupted while compiling " + source);
        }
    }

    /** An app of root's may run as another user: whoever may read the source may read its classes. */
    static void shareLike(Path source, Path classes) throws IOException {
        PosixFileAttributes like = Files.readAttributes(source, PosixFileAttributes.class);
        boolean group = like.permissions().contains(PosixFilePermission.GROUP_READ);
        boolean others = like.permissions().contains(PosixFilePermission.OTHERS_READ);
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.toList()) {
                String to = Files.isDirectory(file) ? "r-x" : "r--";
                String bits = "rw" + to.charAt(2) + (group ? to : "---") + (others ? to : "---");
                Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(like.group());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(bits));
            }
        }
    }

    /** Removes what earlier compilations have left and nobody runs any more. */
    private static void sweep(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path classes : entries.filter(Files::isDirectory).toList()) {
                Lease.deleteIfFree(classes);
            }
        }
    }

    /** Classes made by another Java, or for other modules, are not those of now. */
    static String header(Path classes, String mainClass) {
        return String.join("\t", Runtime.version().toString(), JavaProgram.origin(), classes.toString(), mainClass);
    }

    static String line(Path source) throws IOException {
        return Files.getLastModifiedTime(source).toMillis() + " " + Files.size(source) + " " + source;
    }

    /** {@code null} when something has changed since, or when it is cut off or of another version of this program. */
    static CompiledSource read(Path manifest) throws IOException {
        List<String> lines = Files.readAllLines(manifest);
        String[] header = lines.isEmpty() ? new String[0] : lines.getFirst().split("\t");
        if (header.length != 4 || !lines.getFirst().equals(header(Path.of(header[2]), header[3]))) {
            return null;
        }
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split(" ", 3);
            if (parts.length != 3 || !Files.exists(Path.of(parts[2])) || !line(Path.of(parts[2])).equals(line)) {
                return null;
            }
        }
        return new CompiledSource(Path.of(header[2]), header[3]);
    }

    /** Root's own folder is closed to the users that its apps run as. */
    private static Path cache() throws IOException {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg, "millrace", "java");
        }
        return HomeFolder.ownUid() == ROOT
                ? Path.of("/var/cache/millrace/java")
                : Path.of(System.getProperty("user.home"), ".cache", "millrace", "java");
    }
}
