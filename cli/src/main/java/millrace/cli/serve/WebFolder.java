package millrace.cli.serve;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder and the file of it that a path means. Asks the disk: for a thread that may wait. */
record WebFolder(Path root, boolean spa) {
    private static final String INDEX = "index.html";
    private static final String NOT_FOUND = "404.html";

    /** @param root is resolved: a link that leads out of it leads nowhere */
    static WebFolder of(Path root, boolean spa) throws IOException {
        return new WebFolder(root.toRealPath(), spa);
    }

    /**
     * What is answered.
     *
     * @param file {@code null}: nothing but the status
     * @param toFolder the path lacks the slash after a folder's name, by which relative links in it would go wrong
     */
    record Found(int status, Path file, boolean toFolder) {}

    Found find(String relative, boolean slash) throws IOException {
        Path file = inside(relative);
        if (file != null && Files.isDirectory(file)) {
            Path index = inside(relative.isEmpty() ? INDEX : relative + "/" + INDEX);
            boolean there = index != null && Files.isRegularFile(index);
            if (there && !slash && !relative.isEmpty()) {
                return new Found(301, null, true);
            }
            file = there ? index : null;
        }
        if (file != null && Files.isRegularFile(file)) {
            return new Found(200, file, false);
        }
        Path otherwise = inside(spa ? INDEX : NOT_FOUND);
        return new Found(spa && otherwise != null ? 200 : 404, otherwise, false);
    }

    /** {@code null}: not there, or not in the folder. */
    private Path inside(String relative) throws IOException {
        try {
            Path real = root.resolve(relative).toRealPath();
            return real.startsWith(root) ? real : null;
        } catch (FileSystemException e) {
            // A name that is too long, a file in place of a folder: there is no such file either way.
            return null;
        }
    }
}
