package millrace.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The directives that nginx has, open source or Plus, and for each why it is missing here if it is. From a file
 * beside this class.
 */
public final class AbsentDirectives {
    private static final String FILE = "nginx-directives.txt";

    /** Read when first needed, which is when something is missing. */
    private static final class Known {
        static final Map<String, String> REASONS = read();
    }

    private AbsentDirectives() {}

    /** Why a directive of nginx is not here, and what to do instead; null if nginx has none of that name. */
    public static String reason(String name) {
        return Known.REASONS.get(name);
    }

    /** All that a table lacks, by name, with the reasons. */
    public static Map<String, String> missingIn(Registry registry) {
        Map<String, String> missing = new TreeMap<>(Known.REASONS);
        missing.keySet().removeIf(name -> !registry.named(name).isEmpty());
        return missing;
    }

    private static Map<String, String> read() {
        try (InputStream file = AbsentDirectives.class.getResourceAsStream(FILE)) {
            return parse(new String(file.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines with names, after a line that begins with {@code =} and has their reason. */
    private static Map<String, String> parse(String text) {
        Map<String, String> reasons = new TreeMap<>();
        String reason = "";
        for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            if (line.startsWith("= ")) {
                reason = line.substring(2);
            } else {
                for (String name : line.split(" ")) {
                    reasons.put(name, reason);
                }
            }
        }
        return reasons;
    }
}
