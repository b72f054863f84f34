package millrace.gateway.balance;

/** How far a request has come with a hashing method: a retry goes on where the try before has ended. */
final class HashWalk {
    /** After so many places without an eligible peer the hash is given up, and round robin chooses. */
    static final int MOST = 20;

    int hash;
    int rehashes;
    int misses;

    void clear() {
        hash = 0;
        rehashes = 0;
        misses = 0;
    }

    boolean isOver() {
        return misses > MOST;
    }

    /** One more place without an eligible peer. */
    void miss() {
        misses++;
    }
}
