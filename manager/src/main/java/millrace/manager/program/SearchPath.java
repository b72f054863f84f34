package millrace.manager.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folders of {@code PATH}, searched as a shell does. */
public record SearchPath(String folders) {

    /** That of this process. */
    public static SearchPath ofEnvironment() {
        return of(System.getenv());
    }

    public static SearchPath of(Map<String, String> environment) {
        String path = environment.get("PATH");
        return new SearchPath(path == null ? "/usr/local/bin:/usr/bin:/bin" : path);
    }

    public Optional<Path> find(String program) {
        for (String folder : folders.split(File.pathSeparator)) {
            Path file = Path.of(folder, program).toAbsolutePath();
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
