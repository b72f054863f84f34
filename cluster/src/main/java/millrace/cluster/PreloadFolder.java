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
 * A folder with scripts that programs load before a worker's app. Any thread.
 *
 * <p>It is in the folder for temporary files, where workers of other users can read it, and only we can write to it. It
 * stays there: a worker's threads and processes that start later load the scripts too.
 */
final class PreloadFolder {
    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-r--r--");

    private PreloadFolder() {}

    /** The content of one of our scripts. */
    static byte[] script(String resource) throws IOException {
        try (InputStream in = PreloadFolder.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    /** A script as a file, written anew when it is not there any more, or not what it shall be. */
    static Path file(Path folder, String name, byte[] script) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file) || !Arrays.equals(script, Files.readAllBytes(file))) {
            Path fresh = Files.createTempFile(folder, name, ".tmp");
            Files.write(fresh, script);
            Files.setPosixFilePermissions(fresh, FILE_MODE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    /** Whoever else has made a folder of that name, to have us run his script, has it in vain. */
    static Path folder(String kind) throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path folder = temporary.resolve("millrace-" + kind + "-" + user);
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
