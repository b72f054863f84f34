package millrace.manager;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes a home usable: there, its owner's, and nobody else's business. Any thread. */
public final class HomeFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Path SELF = Path.of("/proc/self");

    private HomeFolder() {}

    /**
     * Makes the folder if it is not there, with mode 0700; one that is open to others is closed to them.
     *
     * @throws IOException whose message is a sentence for people
     */
    public static void prepare(Home home) throws IOException {
        Path folder = home.folder();
        if (home.unusable() != null) {
            throw new IOException(home.unusable());
        }
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (uid(folder) != ownUid()) {
                throw new IOException("the home folder " + folder
                        + " belongs to another user: set MILLRACE_HOME to one of your own");
            }
            if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(folder, OWNER_ONLY);
            }
        } catch (FileSystemException e) {
            throw new IOException("cannot use the home folder " + folder + ": " + reason(e), e);
        }
    }

    /** The user of this process. */
    public static int ownUid() throws IOException {
        return uid(SELF);
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    /** What went wrong with a file, in words. */
    public static String reason(FileSystemException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " is not there and cannot be made";
            case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
            default -> e.getReason() == null ? e.toString() : e.getReason();
        };
    }
}
