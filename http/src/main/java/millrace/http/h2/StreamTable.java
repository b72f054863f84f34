package millrace.http.h2;

/** The streams of a connection by their numbers, and what is remembered of those that are closed. */
final class StreamTable {
    private static final int FEWEST = 16;

    /** Clients count up by two, so neighbours do not meet. Open addressing, at most half full. */
    private Http2Stream[] slots = new Http2Stream[FEWEST];
    private int count;
    private int lastId;

    // Of the last 64 numbers: bit 0 is lastId, bit 1 the one before.
    private long used;
    private long resetHere;

    int count() {
        return count;
    }

    /** The highest number that a request has had. */
    int lastId() {
        return lastId;
    }

    /** A number is taken that is higher than any before. */
    void use(int id) {
        int steps = id - lastId >> 1;
        used = (lastId == 0 || steps >= Long.SIZE ? 0 : used << steps) | 1;
        resetHere = steps >= Long.SIZE ? 0 : resetHere << steps;
        lastId = id;
    }

    /** Whether a closed stream ever had this number; what is long ago counts as used. */
    boolean wasUsed(int id) {
        int steps = lastId - id >> 1;
        return steps >= Long.SIZE || (used >>> steps & 1) != 0;
    }

    void noteReset(int id) {
        int steps = lastId - id >> 1;
        if (steps < Long.SIZE) {
            resetHere |= 1L << steps;
        }
    }

    /** Whether it was we who closed it, so that frames may be on their way; what is long ago counts as such. */
    boolean wasResetHere(int id) {
        int steps = lastId - id >> 1;
        return steps >= Long.SIZE || (resetHere >>> steps & 1) != 0;
    }

    private int slot(int id) {
        return id >>> 1 & slots.length - 1;
    }

    Http2Stream get(int id) {
        int slot = slot(id);
        while (slots[slot] != null && slots[slot].id() != id) {
            slot = slot + 1 & slots.length - 1;
        }
        return slots[slot];
    }

    void add(Http2Stream stream) {
        if (2 * (count + 1) > slots.length) {
            Http2Stream[] old = slots;
            slots = new Http2Stream[2 * old.length];
            for (Http2Stream each : old) {
                if (each != null) {
                    put(each);
                }
            }
        }
        put(stream);
        count++;
    }

    private void put(Http2Stream stream) {
        int slot = slot(stream.id());
        while (slots[slot] != null) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = stream;
    }

    void remove(Http2Stream stream) {
        int slot = slot(stream.id());
        while (slots[slot] != stream) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = null;
        count--;
        // Those behind it may have been put off by it.
        for (int next = slot + 1 & slots.length - 1; slots[next] != null; next = next + 1 & slots.length - 1) {
            Http2Stream moved = slots[next];
            slots[next] = null;
            put(moved);
        }
    }

    void tellLeaving() {
        for (Http2Stream stream : all()) {
            if (stream.isOpen()) {
                stream.user().leaving();
            }
        }
    }

    /** All there are now; the array is the caller's. */
    Http2Stream[] all() {
        Http2Stream[] all = new Http2Stream[count];
        int n = 0;
        for (Http2Stream each : slots) {
            if (each != null) {
                all[n++] = each;
            }
        }
        return all;
    }
}
