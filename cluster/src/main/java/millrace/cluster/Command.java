package millrace.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.os.Errno;
import millrace.os.OsException;

/** The command that a worker is started with: the app's own, behind what prepares its process. */
final class Command {
    private Command() {}

    /**
     * A program that knows no channel would not notice the primary's death. The kernel tells it by SIGTERM, if the child
     * asks for that itself before it becomes the program: {@code setpriv} of util-linux does so, where it is installed.
     */
    static List<String> of(AppSpec spec) throws OsException {
        Path program = find(spec);
        Path setpriv = inPath("setpriv", System.getenv("PATH"));
        if (setpriv == null) {
            return spec.command();
        }
        List<String> command = new ArrayList<>(List.of(setpriv.toString(), "--pdeathsig", "TERM", "--"));
        command.add(program.toString());
        command.addAll(spec.command().subList(1, spec.command().size()));
        return command;
    }

    /** The program's file; looked for before the start, so that the error is about it. */
    private static Path find(AppSpec spec) throws OsException {
        String name = spec.command().getFirst();
        Path found = name.contains("/")
                ? spec.directory().resolve(name)
                : inPath(name, spec.environment().get("PATH"));
        if (found == null || !Files.exists(found)) {
            throw new OsException("start " + name, Errno.ENOENT.number());
        }
        if (Files.isDirectory(found) || !Files.isExecutable(found)) {
            throw new OsException("start " + found, Errno.EACCES.number());
        }
        return found;
    }

    private static Path inPath(String name, String path) {
        for (String folder : (path == null ? "/usr/local/bin:/usr/bin:/bin" : path).split(File.pathSeparator)) {
            Path candidate = Path.of(folder).resolve(name);
            if (!Files.isDirectory(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
