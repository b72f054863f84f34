package millrace.gateway.sub;

import java.util.Arrays;
import millrace.gateway.exchange.BodyFilter;

/**
 * Replaces texts in a body, wherever it is cut. What lies between them goes on from the array where it came; only the
 * beginning of what may be one, at the end of a piece, is kept until the next. For the loop's thread only.
 */
final class SubBody extends BodyFilter {
    private static final byte[] NOTHING = {};

    private final Needles needles;
    private byte[] held = NOTHING;

    SubBody(Needles needles) {
        this.needles = needles;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        if (held.length == 0) {
            return search(bytes, offset, offset + length, false);
        }
        byte[] both = Arrays.copyOf(held, held.length + length);
        System.arraycopy(bytes, offset, both, held.length, length);
        return search(both, 0, both.length, false);
    }

    /** Whether more is welcome. */
    private boolean search(byte[] b, int from, int to, boolean complete) {
        boolean room = true;
        int text = from;
        int at = needles.areFound() ? to : from;
        while (at < to) {
            int found = needles.mayStart(b[at]) ? needles.match(b, at, to, complete) : Needles.NONE;
            if (found == Needles.NONE) {
                at++;
                continue;
            }
            if (at > text) {
                room = next.write(b, text, at - text);
            }
            text = at;
            if (found == Needles.PERHAPS) {
                break;
            }
            at += needles.length(found);
            text = at;
            byte[] instead = needles.replacement(found);
            if (instead.length > 0) {
                room = next.write(instead, 0, instead.length);
            }
            if (needles.areFound()) {
                at = to;
            }
        }
        held = at < to ? Arrays.copyOfRange(b, at, to) : NOTHING;
        return text < at ? next.write(b, text, at - text) : room;
    }

    @Override
    public void end() {
        if (held.length > 0) {
            search(held, 0, held.length, true);
        }
        next.end();
    }
}
