package millrace.gateway.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Texts with one character for each octet, and back. */
final class Octets {
    private Octets() {}

    /** As people read it. */
    static String readable(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) > 0xff) {
                return octets;
            }
        }
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The file of a name that stands in a configuration. */
    static Path path(Path folder, String name) {
        try {
            return folder.resolve(readable(name));
        } catch (InvalidPathException e) {
            return folder.resolve(name.replace('\0', '?'));
        }
    }
}
