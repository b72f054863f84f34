package millrace.gateway.proxy;

/**
 * How many idle connections are kept: as many as the rules say, and for a moment as many as have just been in use at once.
 * With more requests at an upstream than the rules say, all whose answers come in one turn of the loop would else be
 * closed, and made anew in the next one: that costs twice as much as the requests do. Pure logic; moments are told.
 */
final class IdleLimit {
    private final int usual;
    private int used;

    /** The most that were in use at once in this moment. */
    private int mostUsed;

    IdleLimit(int usual) {
        this.usual = usual;
    }

    int usual() {
        return usual;
    }

    /** A request has got a connection. */
    void used() {
        if (++used > mostUsed) {
            mostUsed = used;
        }
    }

    /** It is over. */
    void unused() {
        used--;
    }

    /** There is one more than usual, and no moment runs: one begins, of which nothing is known but that this was in use. */
    void begin() {
        mostUsed = used + 1;
    }

    /** How many may be kept in this moment. */
    int most() {
        return Math.max(mostUsed, usual);
    }

    /** The moment is over, and the next begins. */
    void next() {
        mostUsed = used;
    }
}
