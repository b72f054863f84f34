package millrace.gateway.process;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import millrace.os.Errno;
import millrace.os.ErrorText;
import millrace.os.OsException;

/** What has failed, in the words that people look for in nginx's error log. */
final class Words {
    private static final String LISTEN = "listen on ";

    private Words() {}

    static String of(Exception e) {
        return switch (e) {
            case OsException os when os.getMessage().startsWith(LISTEN) -> listening(os);
            case NoSuchFileException file ->
                "open() \"" + file.getFile() + "\" failed " + ErrorText.numbered(Errno.ENOENT.number());
            case AccessDeniedException file ->
                "open() \"" + file.getFile() + "\" failed " + ErrorText.numbered(Errno.EACCES.number());
            case FileSystemException file when file.getReason() != null -> file.getFile() + ": " + file.getReason();
            case FileSystemException file -> file.getFile() + ": " + file.getClass().getSimpleName();
            default -> e.getMessage();
        };
    }

    /** The socket's name is between what was tried and the explanation, which itself may have colons. */
    private static String listening(OsException e) {
        String explanation = ": " + Errno.describe(e.errno());
        String message = e.getMessage();
        String address = message.substring(LISTEN.length(), message.length() - explanation.length());
        String remedy = Errno.remedy(e.errno());
        return "bind() to " + address + " failed " + ErrorText.numbered(e.errno()) + (remedy == null ? "" : " (" + remedy + ")");
    }
}
