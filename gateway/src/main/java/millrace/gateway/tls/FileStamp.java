package millrace.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** By what a file is known again that nobody has touched: its inode and when it was written. */
record FileStamp(Object inode, FileTime written) {
    /** {@code null} for no file, or one that cannot be looked at. */
    static FileStamp of(Path file) {
        if (file == null) {
            return null;
        }
        try {
            Map<String, Object> all = Files.readAttributes(file, "unix:ino,lastModifiedTime");
            return new FileStamp(all.get("ino"), (FileTime) all.get("lastModifiedTime"));
        } catch (IOException notThere) {
            return null; // Whoever reads it is told why.
        }
    }

    /** Whether a later look has found the same. Who puts a time back often knows it by the second only. */
    boolean isStill(FileStamp later) {
        if (later == null || !inode.equals(later.inode)) {
            return false;
        }
        boolean wholeSecond = later.written.to(TimeUnit.NANOSECONDS) % TimeUnit.SECONDS.toNanos(1) == 0;
        return written.equals(later.written)
                || wholeSecond && written.to(TimeUnit.SECONDS) == later.written.to(TimeUnit.SECONDS);
    }
}
