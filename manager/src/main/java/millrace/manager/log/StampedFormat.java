package millrace.manager.log;

/** Lines with the time before them, as PM2 has it: {@code 2026-01-31T08:15:00: hello}. */
final class StampedFormat implements LineFormat {
    private final TimeFormat time;

    StampedFormat(TimeFormat time) {
        this.time = time;
    }

    @Override
    public void begin(LogBuffer to, long now) {
        to.append(time.at(now));
        to.append((byte) ':');
        to.append((byte) ' ');
    }

    @Override
    public void body(LogBuffer to, byte[] from, int offset, int length) {
        to.append(from, offset, length);
    }

    @Override
    public void end(LogBuffer to, long now) {
        to.append((byte) '\n');
    }

    @Override
    public void lines(LogBuffer to, byte[] from, int offset, int length, long now) {
        byte[] stamp = time.at(now);
        int end = offset + length;
        int start = offset;
        for (int at = offset; at < end; at++) {
            if (from[at] == '\n') {
                line(to, stamp, from, start, at + 1 - start);
                start = at + 1;
            }
        }
    }

    private static void line(LogBuffer to, byte[] stamp, byte[] from, int offset, int length) {
        to.room(stamp.length + 2 + length);
        byte[] bytes = to.bytes;
        int at = to.length;
        System.arraycopy(stamp, 0, bytes, at, stamp.length);
        at += stamp.length;
        bytes[at++] = ':';
        bytes[at++] = ' ';
        System.arraycopy(from, offset, bytes, at, length);
        to.length = at + length;
    }
}
