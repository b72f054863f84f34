package millrace.manager.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import millrace.cluster.PrimaryEvents.Stream;
import millrace.cluster.json.Json;

/**
 * Each line as a JSON object in PM2's fields: {@code message}, {@code timestamp}, {@code type}, {@code process_id}, {@code
 * app_name}. Valid JSON whatever the app writes: what is not UTF-8 becomes U+FFFD.
 */
final class JsonFormat implements LineFormat {
    private static final byte[] HEAD = "{\"message\":\"".getBytes(US_ASCII);
    private static final byte[] BEFORE_TIME = "\",\"timestamp\":".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    /** Which bytes pass as they are. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int b = 0x20; b < 0x7f; b++) {
            PLAIN[b] = b != '"' && b != '\\';
        }
    }

    private final TimeFormat time;
    private final byte[] tail;
    private final LogBuffer stamp = new LogBuffer(64);
    private long stampedAt = Long.MIN_VALUE;

    JsonFormat(TimeFormat time, String app, int pmId, Stream stream) {
        this.time = time;
        String type = stream == Stream.STDOUT ? "out" : "err";
        String name = new String(Json.line(app), UTF_8).strip();
        this.tail = (",\"type\":\"" + type + "\",\"process_id\":" + pmId + ",\"app_name\":" + name + "}\n")
                .getBytes(UTF_8);
    }

    @Override
    public void begin(LogBuffer to, long now) {
        to.append(HEAD);
    }

    @Override
    public void body(LogBuffer to, byte[] from, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int start = at;
            while (at < end && PLAIN[from[at] & 0xff]) {
                at++;
            }
            to.append(from, start, at - start);
            if (at < end) {
                at = from[at] < 0 ? character(to, from, at, end) : escape(to, from[at], at);
            }
        }
    }

    private static int escape(LogBuffer to, byte b, int at) {
        to.room(6);
        to.append((byte) '\\');
        switch (b) {
            case '"', '\\' -> to.append(b);
            case '\t' -> to.append((byte) 't');
            case '\r' -> to.append((byte) 'r');
            case '\n' -> to.append((byte) 'n');
            case '\b' -> to.append((byte) 'b');
            case '\f' -> to.append((byte) 'f');
            default -> {
                to.append((byte) 'u');
                to.append((byte) '0');
                to.append((byte) '0');
                to.append(HEX[b >> 4]);
                to.append(HEX[b & 15]);
            }
        }
        return at + 1;
    }

    /** One character of several bytes, or a replacement for the longest part of one that there is. Where to go on. */
    private static int character(LogBuffer to, byte[] from, int at, int end) {
        int size = Utf8.size(from, at, end);
        if (size > 0) {
            to.append(from, at, size);
            return at + size;
        }
        to.append(REPLACEMENT);
        return at - size;
    }

    @Override
    public void end(LogBuffer to, long now) {
        if (now != stampedAt) {
            stampedAt = now;
            stamp.clear();
            stamp.append(BEFORE_TIME);
            stamp.append((byte) '"');
            byte[] text = time.at(now);
            body(stamp, text, 0, text.length);
            stamp.append((byte) '"');
            stamp.append(tail);
        }
        to.append(stamp.bytes, 0, stamp.length);
    }
}
