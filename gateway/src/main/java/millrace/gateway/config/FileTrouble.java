package millrace.gateway.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** An exception of the JDK in the kernel's words, which are those that people know from nginx. */
public final class FileTrouble {
    private FileTrouble() {}

    public static String words(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "2: No such file or directory";
            case AccessDeniedException _ -> "13: Permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage();
        };
    }
}
