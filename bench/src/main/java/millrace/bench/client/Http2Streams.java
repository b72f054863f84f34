package millrace.bench.client;

/**
 * The streams of a connection, found by their numbers: each has the place that its number says. A number whose place is
 * taken by a slow one is passed over, as the protocol allows, so the ring never grows. The loop's thread.
 */
final class Http2Streams {
    private static final int NUMBERS = 1 << 30;

    private final Http2Stream[] ring;
    private final int mask;
    private int next;
    private int count;

    /** @param most how many may be under way at once */
    Http2Streams(int most, byte[] expectedBody) {
        int size = Integer.highestOneBit(Math.max(1, most)) * 4;
        ring = new Http2Stream[size];
        mask = size - 1;
        for (int i = 0; i < size; i++) {
            ring[i] = new Http2Stream(expectedBody);
        }
    }

    /** All are gone, with their connection. */
    void clear() {
        for (Http2Stream stream : ring) {
            remove(stream);
        }
        next = 0;
        count = 0;
    }

    Http2Stream add() {
        while (ring[next & mask].id != 0) {
            next++;
        }
        Http2Stream stream = ring[next & mask];
        stream.id = 2 * next++ + 1;
        stream.status = 0;
        stream.received = 0;
        stream.unacknowledged = 0;
        count++;
        return stream;
    }

    /** {@code null} when it is not under way. */
    Http2Stream find(int id) {
        Http2Stream stream = ring[id >>> 1 & mask];
        return id != 0 && stream.id == id ? stream : null;
    }

    void remove(Http2Stream stream) {
        if (stream.id != 0) {
            stream.id = 0;
            stream.body = null;
            count--;
        }
    }

    int count() {
        return count;
    }

    /** Whether this connection has no number left for as many again. */
    boolean areUsedUp() {
        return next >= NUMBERS - 2 * ring.length;
    }

    /** Places, with streams and without. */
    int places() {
        return ring.length;
    }

    /** The one at a place, or {@code null}. */
    Http2Stream at(int place) {
        return ring[place].id == 0 ? null : ring[place];
    }
}
