package millrace.gateway.rewrite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.function.Predicate;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Scope;
import millrace.gateway.content.LinkCheck;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.Level;

/** {@code -f}, {@code -d}, {@code -e} and {@code -x}. It asks the system, on the loop, as nginx does. */
final class FileCheck {
    private final Configuration configuration;
    private final Predicate<PosixFileAttributes> wanted;

    private FileCheck(Configuration configuration, Predicate<PosixFileAttributes> wanted) {
        this.configuration = configuration;
        this.wanted = wanted;
    }

    /** Null if there is no such check. */
    static FileCheck of(char letter, Scope scope) {
        Predicate<PosixFileAttributes> wanted = switch (letter) {
            case 'f' -> PosixFileAttributes::isRegularFile;
            case 'd' -> PosixFileAttributes::isDirectory;
            case 'e' -> file -> true;
            case 'x' -> file -> file.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
            default -> null;
        };
        return wanted == null ? null : new FileCheck(scope.configuration(), wanted);
    }

    /** @param name one character for each octet */
    boolean holds(Exchange x, String name) {
        try {
            if (LinkCheck.isOn(x) && !LinkCheck.allows(x, name)) {
                return false;
            }
            Path file = configuration.prefixPath(name);
            return wanted.test(Files.readAttributes(file, PosixFileAttributes.class));
        } catch (NoSuchFileException | InvalidPathException absent) {
            return false;
        } catch (IOException failed) {
            boolean ordinary = failed instanceof FileSystemException f && f.getReason() != null
                    && (f.getReason().contains("Not a directory") || f.getReason().contains("name too long"));
            if (!ordinary) {
                x.log(Level.CRIT, "stat() \"" + readable(name) + "\" failed: " + failed.getMessage());
            }
            return false;
        }
    }

    private static String readable(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
