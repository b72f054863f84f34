package millrace.gateway.header;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import millrace.gateway.conditional.Validators;
import millrace.gateway.config.TimeSpan;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.http.codec.HttpDate;
import millrace.http.codec.Output;

/**
 * {@code expires}: until when a reply may be kept. Immutable.
 *
 * @param seconds from now, from the last change, or of the day
 */
record Expires(Kind kind, long seconds) {
    enum Kind { OFF, EPOCH, MAX, FROM_NOW, FROM_CHANGE, DAILY }

    static final Expires NEVER_SAID = new Expires(Kind.OFF, 0);

    private static final long DAY = 86_400;

    /** {@code null} when the words are none of {@code off}, {@code epoch}, {@code max}, a time, {@code @time}. */
    static Expires parse(String word, boolean modified) {
        if (!modified) {
            switch (word) {
                case "epoch":
                    return new Expires(Kind.EPOCH, 0);
                case "max":
                    return new Expires(Kind.MAX, 0);
                case "off":
                    return NEVER_SAID;
                default:
                    break;
            }
        }
        boolean daily = word.startsWith("@");
        boolean negative = word.startsWith("-");
        long seconds = TimeSpan.seconds(word.substring(daily || negative ? 1 : 0));
        if (seconds < 0 || daily && (modified || seconds > DAY)) {
            return null;
        }
        return new Expires(daily ? Kind.DAILY : modified ? Kind.FROM_CHANGE : Kind.FROM_NOW, negative ? -seconds : seconds);
    }

    /** Sets {@code Expires} and {@code Cache-Control}. */
    void apply(Reply reply) {
        long now = System.currentTimeMillis() / 1000;
        switch (kind) {
            case OFF -> { }
            case EPOCH -> set(reply.headers(), 1, "no-cache");
            case MAX -> set(reply.headers(), 2_145_916_555L, "max-age=315360000");
            case FROM_NOW -> set(reply.headers(), now + seconds, age(seconds));
            case FROM_CHANGE -> {
                long changed = Validators.lastModified(reply);
                long until = (changed == Reply.UNKNOWN ? now : changed) + seconds;
                set(reply.headers(), until, age(seconds < 0 ? -1 : until - now));
            }
            case DAILY -> {
                long until = next(now);
                set(reply.headers(), until, age(until - now));
            }
        }
    }

    private static String age(long seconds) {
        return seconds < 0 ? "no-cache" : "max-age=" + seconds;
    }

    /** The next time that the clock on the wall shows this. */
    private long next(long now) {
        ZonedDateTime today = Instant.ofEpochSecond(now).atZone(ZoneId.systemDefault());
        ZonedDateTime at = today.with(LocalTime.ofSecondOfDay(seconds % DAY));
        return (at.toEpochSecond() > now ? at : at.plusDays(1)).toEpochSecond();
    }

    private static void set(HeaderList headers, long until, String cacheControl) {
        byte[] date = new byte[HttpDate.LENGTH];
        HttpDate.write(Math.max(0, until), date, 0);
        headers.remove("Expires");
        headers.add(EXPIRES, date);
        headers.set("Cache-Control", cacheControl);
    }

    private static final byte[] EXPIRES = Output.ascii("Expires");
}
