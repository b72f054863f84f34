package millrace.gateway.ssi;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** Times as {@code strftime(3)} writes them, in English. */
final class TimeFormat {
    private TimeFormat() {}

    static String write(String format, ZonedDateTime time, boolean gmt) {
        if (format.equals("%s")) {
            return Long.toString(time.toEpochSecond());
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                i++;
                text.append(field(format.charAt(i), time, gmt));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String field(char letter, ZonedDateTime time, boolean gmt) {
        return switch (letter) {
            case 'Z' -> gmt ? "GMT" : time.getZone().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 's' -> Long.toString(time.toEpochSecond());
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case 'e' -> "%2d".formatted(time.getDayOfMonth());
            case 'k' -> "%2d".formatted(time.getHour());
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> {
                String pattern = pattern(letter);
                yield pattern == null ? "%" + letter : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
            }
        };
    }

    private static String pattern(char letter) {
        return switch (letter) {
            case 'A' -> "EEEE";
            case 'a' -> "EEE";
            case 'B' -> "MMMM";
            case 'b', 'h' -> "MMM";
            case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
            case 'D', 'x' -> "MM/dd/yy";
            case 'd' -> "dd";
            case 'F' -> "yyyy-MM-dd";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'j' -> "DDD";
            case 'M' -> "mm";
            case 'm' -> "MM";
            case 'p' -> "a";
            case 'R' -> "HH:mm";
            case 'r' -> "hh:mm:ss a";
            case 'S' -> "ss";
            case 'T', 'X' -> "HH:mm:ss";
            case 'Y' -> "yyyy";
            case 'y' -> "yy";
            case 'z' -> "xx";
            default -> null;
        };
    }
}
