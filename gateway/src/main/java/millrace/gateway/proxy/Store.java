package millrace.gateway.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import millrace.gateway.body.TempFile;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.Level;
import millrace.http.codec.ResponseHead;

/**
 * A copy of an answer that becomes a file when the answer is complete: {@code proxy_store}. Until then it is a temporary
 * file, so that nobody finds half of it. Used again for other answers; for the loop's own thread only, which writing holds up.
 */
final class Store {
    private ProxySettings settings;
    private TempFile file;
    private Path target;
    private long declaredLength;
    private String lastModified;

    boolean isOpen() {
        return file != null;
    }

    /** The answer begins; it is kept if it is one to keep. */
    void begin(Exchange x, ProxySettings of, ResponseHead head) throws IOException {
        discard();
        if (of.store == null || head.status() != 200 || x.isHead()) {
            return;
        }
        settings = of;
        target = x.scope().configuration().prefixPath(of.store.text(x));
        declaredLength = head.declaredLength();
        lastModified = head.fields().get("Last-Modified");
        file = TempFile.create(of.tempFolder, TempFile.Name.FOR_EVER, x.loop());
    }

    void keep(byte[] b, int from, int length) throws IOException {
        if (file != null) {
            file.append(b, from, length);
        }
    }

    /** The answer is complete: now others may find it. */
    void commit(Exchange x) {
        if (file == null) {
            return;
        }
        TempFile kept = file;
        try {
            if (declaredLength < 0 || declaredLength == kept.length()) {
                file = null;
                kept.close();
                publish(kept.path());
            }
        } catch (IOException e) {
            x.log(Level.CRIT, "\"" + target + "\" could not be stored: " + e);
        }
        discard();
    }

    private void publish(Path from) throws IOException {
        try {
            Files.setPosixFilePermissions(from, settings.storeAccess.ofFile());
            if (lastModified != null) {
                Files.setLastModifiedTime(from, time(lastModified));
            }
            Files.createDirectories(target.getParent());
            Files.move(from, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(from);
        }
    }

    private static FileTime time(String field) throws IOException {
        try {
            return FileTime.from(ZonedDateTime.parse(field, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            throw new IOException("Last-Modified is no date: " + field, e);
        }
    }

    /** The answer has broken off, or is over. */
    void discard() {
        TempFile old = file;
        file = null;
        if (old != null) {
            try {
                old.close();
                Files.deleteIfExists(old.path());
            } catch (IOException e) {
                System.getLogger("millrace.gateway").log(System.Logger.Level.WARNING, "a temporary file stays", e);
            }
        }
    }
}
