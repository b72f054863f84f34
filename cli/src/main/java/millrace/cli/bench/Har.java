package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import millrace.bench.Ask;
import millrace.bench.client.RequestBytes;
import millrace.bench.client.Target;
import millrace.cluster.json.Json;

/**
 * The requests that a browser has recorded, as far as they went to the server under test. Source: HAR 1.2.
 *
 * @param asks at least one
 * @param otherOrigins where the requests went that are left out
 */
record Har(List<Ask> asks, Set<String> otherOrigins) {
    /** What is made anew for each request, or holds for the recorded connection alone. */
    private static final Set<String> LEFT_OUT = Set.of(
            "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "http2-settings", "host");

    private static final Path ANY_SOCKET = Path.of("none");

    static Har of(Path file, Target target) {
        List<Ask> asks = new ArrayList<>();
        Set<String> others = new TreeSet<>(Comparator.naturalOrder());
        int number = 0;
        for (Object entry : entries(file)) {
            number++;
            if (!(member(entry, "request") instanceof Map<?, ?> request)
                    || !(request.get("url") instanceof String url)
                    || !(request.get("method") instanceof String method)) {
                throw new IllegalArgumentException("--har: entry " + number + " of " + file + " has no request");
            }
            if (!url.regionMatches(true, 0, "http", 0, 4)) {
                continue; // data: and blob: never go anywhere.
            }
            Target one = Target.of(url, ANY_SOCKET); // Which is not looked up.
            if (one.origin().equals(target.origin())) {
                asks.add(new Ask(method.toUpperCase(Locale.ROOT), one.path(), fields(request.get("headers")),
                        member(request.get("postData"), "text") instanceof String text ? text.getBytes(UTF_8) : null));
            } else {
                others.add(one.origin());
            }
        }
        if (asks.isEmpty()) {
            throw new IllegalArgumentException("--har: " + file + " has no request to " + target.origin()
                    + (others.isEmpty() ? "" : ", but some to " + String.join(", ", others)));
        }
        return new Har(List.copyOf(asks), others);
    }

    private static List<?> entries(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (member(member(Json.read(bytes, 0, bytes.length), "log"), "entries") instanceof List<?> entries) {
                return entries;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--har: cannot read " + file + ": "
                    + e.getMessage().lines().findFirst().orElse(""), e);
        }
        throw new IllegalArgumentException("--har: " + file + " has no log.entries");
    }

    private static Object member(Object object, String name) {
        return object instanceof Map<?, ?> members ? members.get(name) : null;
    }

    /** Those of HTTP/2's own, which begin with a colon, are in the URL already. */
    private static List<RequestBytes.Field> fields(Object headers) {
        List<RequestBytes.Field> fields = new ArrayList<>();
        if (headers instanceof List<?> all) {
            for (Object header : all) {
                if (member(header, "name") instanceof String name && member(header, "value") instanceof String value
                        && !name.startsWith(":") && !LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
                    fields.add(new RequestBytes.Field(name, value));
                }
            }
        }
        return fields;
    }
}
