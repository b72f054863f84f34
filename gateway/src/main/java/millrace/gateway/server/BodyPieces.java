package millrace.gateway.server;

import java.util.Arrays;
import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.Exchange;

/** Pieces of a chunked body that came together, put together for who reads it; empty for other bodies. */
final class BodyPieces {
    /** A larger array is not kept. */
    private static final int MOST_SPARE = 16 << 10;

    private byte[] bytes = {};
    private int start;
    private int end;
    private boolean offering;

    boolean isEmpty() {
        return start == end;
    }

    void clear() {
        offering = false;
        start = 0;
        end = 0;
        if (bytes.length > MOST_SPARE) {
            bytes = new byte[0];
        }
    }

    void add(byte[] b, int p, int size) {
        if (bytes.length - end < size) {
            bytes = Arrays.copyOf(bytes, Math.max(end + size, 2 * bytes.length));
        }
        System.arraycopy(b, p, bytes, end, size);
        end += size;
    }

    /** Offers what there is to who reads the body; whether nothing is left. A reader that asks for more meanwhile is in it already. */
    boolean offer(Exchange x) {
        BodyReader reader = x.bodyReader();
        if (isEmpty() || reader == null || offering) {
            return isEmpty();
        }
        offering = true;
        int used = reader.onBody(x, bytes, start, end - start);
        offering = false;
        start += used;
        if (isEmpty()) {
            clear();
        }
        return isEmpty();
    }
}
