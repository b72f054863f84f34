package millrace.offload.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import millrace.os.Errno;
import millrace.os.OsException;

/** Something that could not be done with a file: what, with which, why, and what helps. */
public final class FileException extends OsException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String remedy;

    private FileException(String action, Path path, int errno, String remedy) {
        super(action + " " + path, errno);
        this.path = path.toString();
        this.remedy = remedy;
    }

    /** @param errno positive, or negated as system calls' wrappers have it */
    static FileException of(String action, Path path, int errno) {
        int number = Math.abs(errno);
        return new FileException(action, path, number, Errno.ENOENT.number() == number ? missing(path) : null);
    }

    static FileException of(String action, Path path, Errno errno, String remedy) {
        return new FileException(action, path, errno.number(), remedy);
    }

    /** What the JDK has thrown, in the words used here. Its own message is the path and no more. */
    static IOException of(String action, Path path, IOException thrown) {
        return switch (thrown) {
            case NoSuchFileException e -> of(action, path, Errno.ENOENT.number());
            case FileAlreadyExistsException e -> of(action, path, Errno.EEXIST.number());
            case AccessDeniedException e -> of(action, path, Errno.EACCES.number());
            case NotDirectoryException e -> of(action, path, Errno.ENOTDIR.number());
            case DirectoryNotEmptyException e -> of(action, path, Errno.ENOTEMPTY, "delete first what is in it");
            case FileSystemException e when e.getReason() != null ->
                new IOException(action + " " + path + ": " + e.getReason(), e);
            default -> new IOException(action + " " + path + ": " + thrown.getMessage(), thrown);
        };
    }

    /** Of a long path it is good to know where it leaves what there is. */
    private static String missing(Path path) {
        Path there = path.toAbsolutePath().getParent();
        if (there == null || Files.exists(there)) {
            return null;
        }
        Path missing = there;
        while (there != null && !Files.exists(there)) {
            missing = there;
            there = there.getParent();
        }
        return "already the folder " + missing + " is missing: create it, or correct the path";
    }

    /** The file it is about. */
    public Path path() {
        return Path.of(path);
    }

    @Override
    public String getMessage() {
        return remedy == null ? super.getMessage() : super.getMessage() + "; " + remedy;
    }
}
