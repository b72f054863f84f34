package millrace.bench.scenario;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The cookies of one virtual user. There is one server, so domains do not matter, and {@code Secure} is passed over: what
 * is tested in the clear is often served encrypted. Source: RFC 6265, sections 5.2 to 5.4. One thread.
 */
final class CookieJar {
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final double SECOND = 1e9;

    /** @param untilNanos by {@link System#nanoTime}, or {@link #FOR_EVER} */
    private record Cookie(String name, String value, String path, long untilNanos) {
        boolean belongsTo(String requestPath) {
            return requestPath.startsWith(path) && (path.endsWith("/") || requestPath.length() == path.length()
                    || "/?".indexOf(requestPath.charAt(path.length())) >= 0);
        }

        boolean isOver(long nowNanos) {
            return untilNanos != FOR_EVER && untilNanos - nowNanos <= 0;
        }
    }

    private final List<Cookie> cookies = new ArrayList<>();

    boolean isEmpty() {
        return cookies.isEmpty();
    }

    void clear() {
        cookies.clear();
    }

    /**
     * Takes a cookie that an answer has set.
     *
     * @param requestPath of the request that was answered
     */
    void set(String header, String requestPath, long nowNanos) {
        String[] parts = header.split(";");
        int equals = parts.length == 0 ? -1 : parts[0].indexOf('=');
        if (equals <= 0 || header.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            return; // Without a name it is none, and what cannot be sent back is none either.
        }
        String name = parts[0].substring(0, equals).strip();
        String value = parts[0].substring(equals + 1).strip();
        String path = folder(requestPath);
        long until = FOR_EVER;
        boolean hasAge = false;
        for (int i = 1; i < parts.length; i++) {
            int at = parts[i].indexOf('=');
            String key = (at < 0 ? parts[i] : parts[i].substring(0, at)).strip().toLowerCase(Locale.ROOT);
            String text = at < 0 ? "" : parts[i].substring(at + 1).strip();
            if (key.equals("path") && text.startsWith("/")) {
                path = text;
            } else if (key.equals("max-age") && text.matches("-?\\d{1,9}")) {
                until = nowNanos + (long) (Long.parseLong(text) * SECOND);
                hasAge = true;
            } else if (key.equals("expires") && !hasAge && isPast(text)) {
                until = nowNanos;
            }
        }
        String where = path;
        cookies.removeIf(cookie -> cookie.name.equals(name) && cookie.path.equals(where));
        Cookie cookie = new Cookie(name, value, where, until);
        if (!cookie.isOver(nowNanos)) {
            cookies.add(cookie);
        }
    }

    /** No run lasts as long as a date in the future. */
    private static boolean isPast(String date) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.replace('-', ' ')))
                    .isBefore(Instant.now());
        } catch (DateTimeParseException e) {
            return false; // RFC 6265, section 5.2.1: a date that is none is passed over.
        }
    }

    private static String folder(String requestPath) {
        int query = requestPath.indexOf('?');
        String path = query < 0 ? requestPath : requestPath.substring(0, query);
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** What the field {@code Cookie} says in a request, or {@code null}. Longer paths come first. */
    String header(String requestPath, long nowNanos) {
        cookies.removeIf(cookie -> cookie.isOver(nowNanos));
        List<String> pairs = cookies.stream()
                .filter(cookie -> cookie.belongsTo(requestPath))
                .sorted((a, b) -> Integer.compare(b.path.length(), a.path.length()))
                .map(cookie -> cookie.name + "=" + cookie.value)
                .toList();
        return pairs.isEmpty() ? null : String.join("; ", pairs);
    }
}
