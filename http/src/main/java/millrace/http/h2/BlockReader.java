package millrace.http.h2;

import java.util.Arrays;

/** Puts field blocks together (RFC 9113 section 4.3). One that comes in a single frame is not copied. */
final class BlockReader {
    private static final int PRIORITY_BYTES = 5;

    private final Http2Session session;
    private final Blocks user;
    private byte[] fragments = {};
    private int length;
    private boolean open;
    private int id;
    private boolean ended;
    private boolean dependsOnItself;

    BlockReader(Http2Session session, Blocks user) {
        this.session = session;
        this.user = user;
    }

    /** Whether only CONTINUATION may come. */
    boolean isOpen() {
        return open;
    }

    /** What has waited for more to be read begins. */
    void begin() {
        user.begin();
    }

    boolean headers(int flags, int streamId, byte[] b, int from, int to) {
        int p = from;
        int end = to;
        if ((flags & Frames.PADDED) != 0) {
            if (p == to) {
                return session.fail(ErrorCode.FRAME_SIZE_ERROR, "a padded frame without the padding's length");
            }
            end -= b[p++] & 0xff;
        }
        boolean prioritized = (flags & Frames.PRIORITIZED) != 0;
        if (prioritized) {
            p += PRIORITY_BYTES;
        }
        if (p > end) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "the padding is longer than its frame");
        }
        if ((streamId & 1) == 0) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "a field block on a stream that cannot be a client's");
        }
        id = streamId;
        ended = (flags & Frames.END_STREAM) != 0;
        dependsOnItself = prioritized && Frames.number31(b, p - PRIORITY_BYTES) == streamId;
        if ((flags & Frames.END_HEADERS) != 0) {
            return user.block(id, ended, dependsOnItself, b, p, end);
        }
        open = true;
        length = 0;
        session.allowances.restart(Abuse.CONTINUATION_FLOOD);
        return append(b, p, end);
    }

    boolean continuation(int flags, int streamId, byte[] b, int from, int to) {
        if (!open || streamId != id) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "CONTINUATION without a beginning");
        }
        boolean last = (flags & Frames.END_HEADERS) != 0;
        if (!session.spend(Abuse.CONTINUATION_FLOOD) || from == to && !last && !session.spend(Abuse.EMPTY_FRAMES)
                || !append(b, from, to)) {
            return false;
        }
        if (!last) {
            return true;
        }
        open = false;
        boolean on = user.block(id, ended, dependsOnItself, fragments, 0, length);
        fragments = new byte[0];
        return on;
    }

    private boolean append(byte[] b, int from, int to) {
        int more = to - from;
        if (length + more > session.limits.blockBytes()) {
            return session.abused(Abuse.CONTINUATION_FLOOD);
        }
        if (fragments.length - length < more) {
            fragments = Arrays.copyOf(fragments, Math.max(length + more, 2 * fragments.length));
        }
        System.arraycopy(b, from, fragments, length, more);
        length += more;
        return true;
    }
}
