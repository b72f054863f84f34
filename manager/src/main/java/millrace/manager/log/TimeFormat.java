package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time in a form that is given in Day.js's letters ({@code YYYY-MM-DD HH:mm:ss.SSS Z}), compiled once. Most lines come
 * in the same second as the one before, and take its text, with the milliseconds put in. For one thread at a time.
 *
 * <p>Source: the table of format tokens in Day.js's documentation.
 */
public final class TimeFormat {
    /** A text in brackets stands for itself. */
    private static final Pattern TOKEN = Pattern.compile(
            "\\[([^]]*)]|YYYY|YY|M{1,4}|DD?|d{1,4}|HH?|hh?|A|a|mm?|ss?|SSS|ZZ?");

    private static final String[] MONTHS = {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December"
    };
    private static final String[] DAYS = {
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
    };

    /** A piece of the form. */
    private interface Part {
        String text(ZonedDateTime time);
    }

    private static final Part MILLIS = time -> "000";

    private final List<Part> parts = new ArrayList<>();
    private final ZoneId zone;
    private long second = Long.MIN_VALUE;
    private long millis;
    private byte[] text;

    /** Where milliseconds stand in the text. */
    private int[] millisAt;

    private TimeFormat(String form, ZoneId zone) {
        this.zone = zone;
        Matcher token = TOKEN.matcher(form);
        int behind = 0;
        while (token.find()) {
            literal(form.substring(behind, token.start()));
            if (token.group(1) != null) {
                literal(token.group(1));
            } else {
                parts.add(part(token.group()));
            }
            behind = token.end();
        }
        literal(form.substring(behind));
    }

    /** @param form in Day.js's letters; what is none stands for itself */
    public static TimeFormat of(String form, ZoneId zone) {
        return new TimeFormat(form, zone);
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            parts.add(time -> text);
        }
    }

    private static Part part(String token) {
        return switch (token) {
            case "YYYY" -> time -> padded(time.getYear(), 4);
            case "YY" -> time -> padded(time.getYear() % 100, 2);
            case "M", "MM" -> time -> padded(time.getMonthValue(), token.length());
            case "MMM" -> time -> MONTHS[time.getMonthValue() - 1].substring(0, 3);
            case "MMMM" -> time -> MONTHS[time.getMonthValue() - 1];
            case "D", "DD" -> time -> padded(time.getDayOfMonth(), token.length());
            case "d" -> time -> padded(day(time), 1);
            case "dd", "ddd" -> time -> DAYS[day(time)].substring(0, token.length());
            case "dddd" -> time -> DAYS[day(time)];
            case "H", "HH" -> time -> padded(time.getHour(), token.length());
            case "h", "hh" -> time -> padded((time.getHour() + 11) % 12 + 1, token.length());
            case "A" -> time -> time.getHour() < 12 ? "AM" : "PM";
            case "a" -> time -> time.getHour() < 12 ? "am" : "pm";
            case "m", "mm" -> time -> padded(time.getMinute(), token.length());
            case "s", "ss" -> time -> padded(time.getSecond(), token.length());
            case "SSS" -> MILLIS;
            case "Z" -> time -> offset(time, ":");
            case "ZZ" -> time -> offset(time, "");
            default -> throw new IllegalArgumentException("no token: " + token);
        };
    }

    private static int day(ZonedDateTime time) {
        return time.getDayOfWeek().getValue() % 7;
    }

    private static String padded(int number, int digits) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    private static String offset(ZonedDateTime time, String between) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        int size = Math.abs(minutes);
        return (minutes < 0 ? "-" : "+") + padded(size / 60, 2) + between + padded(size % 60, 2);
    }

    /**
     * The time as ASCII or UTF-8.
     *
     * @param now in milliseconds since 1970
     * @return valid until the next call
     */
    byte[] at(long now) {
        long nowSecond = Math.floorDiv(now, 1000);
        if (nowSecond != second) {
            second = nowSecond;
            millis = 0;
            render();
        }
        long nowMillis = now - 1000 * nowSecond;
        if (nowMillis != millis) {
            millis = nowMillis;
            putMillis();
        }
        return text;
    }

    private void render() {
        ZonedDateTime time = Instant.ofEpochSecond(second).atZone(zone);
        StringBuilder all = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        for (Part part : parts) {
            if (part == MILLIS) {
                places.add(all.toString().getBytes(UTF_8).length);
            }
            all.append(part.text(time));
        }
        text = all.toString().getBytes(UTF_8);
        millisAt = places.stream().mapToInt(Integer::intValue).toArray();
    }

    private void putMillis() {
        for (int place : millisAt) {
            text[place] = (byte) ('0' + millis / 100);
            text[place + 1] = (byte) ('0' + millis / 10 % 10);
            text[place + 2] = (byte) ('0' + millis % 10);
        }
    }

    /** The time as a text. @param now in milliseconds since 1970 */
    public String text(long now) {
        return new String(at(now), UTF_8);
    }
}
