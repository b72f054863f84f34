package millrace.cli.bench;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as they are written on the command line: {@code 10}, {@code 1.5s}, {@code 500ms}, {@code 2m}, {@code 1h}. */
final class Times {
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?|\\.\\d+)(ms|s|m|h)?");
    private static final double SECOND_NANOS = 1e9;
    private static final double LONGEST_SECONDS = 365 * 86_400.0;

    private Times() {}

    /** @param flag for the message when it is none */
    static Duration of(String text, Flag flag) {
        return of(text, flag.word);
    }

    /** As of a flag whose word this is. */
    static Duration of(String text, String word) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            double seconds = Double.parseDouble(matcher.group(1)) * switch (matcher.group(2)) {
                case "ms" -> 0.001;
                case "m" -> 60;
                case "h" -> 3600;
                case null, default -> 1;
            };
            if (seconds > 0 && seconds <= LONGEST_SECONDS) {
                return Duration.ofNanos(Math.max(1, Math.round(seconds * SECOND_NANOS)));
            }
        }
        throw new IllegalArgumentException("--" + word + " takes a time in seconds, or with a unit (500ms, "
                + "30s, 5m, 1h), and not \"" + text + "\"");
    }

    /** As {@link #of}, of a flag that may be missing. */
    static Duration of(Wanted wanted, Flag flag, Duration otherwise) {
        return wanted.has(flag) ? of(wanted.text(flag), flag) : otherwise;
    }
}
