package millrace.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * The script that Node loads before a worker's app ({@code worker.cjs}; its comment says what it does), as a file, and the
 * variable that makes Node load it. Any thread.
 *
 * <p>The file is in the folder for temporary files, where workers of other users can read it, in a folder that only we can
 * write to. It stays there: threads of a worker that start later load it too.
 */
final class NodePreload {
    static final String VARIABLE = "NODE_OPTIONS";

    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-r--r--");

    private NodePreload() {}

    /**
     * The variable's value for a worker.
     *
     * @param options what the app's environment has there, or {@code null}
     */
    static String options(String options) throws IOException {
        String path = file().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return (options == null ? "" : options) + " --require \"" + path + "\"";
    }

    /** Written anew when it is not there any more, or not what it shall be. */
    static Path file() throws IOException {
        byte[] script = script();
        Path folder = folder();
        Path file = folder.resolve("worker-" + Integer.toHexString(Arrays.hashCode(script)) + ".cjs");
        if (!Files.exists(file) || !Arrays.equals(script, Files.readAllBytes(file))) {
            Path fresh = Files.createTempFile(folder, "worker", ".tmp");
            Files.write(fresh, script);
            Files.setPosixFilePermissions(fresh, FILE_MODE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private static byte[] script() throws IOException {
        try (InputStream in = NodePreload.class.getResourceAsStream("worker.cjs")) {
            return in.readAllBytes();
        }
    }

    /** Whoever else has made a folder of that name, to have us run his script, has it in vain. */
    private static Path folder() throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path folder = temporary.resolve("millrace-node-" + user);
        try {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, FOLDER_MODE);
        } catch (FileAlreadyExistsException e) {
            boolean ours = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && user.equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    && FOLDER_MODE.equals(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
            if (!ours) {
                throw new IOException(folder + " is in the way: remove it, or set java.io.tmpdir to another folder", e);
            }
        }
        return folder;
    }
}
