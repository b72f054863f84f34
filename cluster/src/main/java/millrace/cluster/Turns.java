package millrace.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose turn it is: pure logic of who gets the next connection, over candidates that cannot always take one.
 *
 * <p>Round-robin: the ready candidate with the fewest turns so far is next, so that those who answer alike get exactly equal shares
 * even when they are passed over now and then for a moment. What a candidate can catch up is bounded: after a long pause
 * it is not flooded. A slow candidate is next only when all ready ones are slow.
 *
 * <p>Least connections: the ready candidate that has the fewest; among equals, round-robin.
 *
 * <p>Sticky: rendezvous hashing. Client and candidate together have a weight, and the ready candidate with the largest is
 * next. When one comes or goes, only its own clients change; its successor, as the same instance, gets them back.
 */
final class Turns<C extends Turns.Candidate> {

    /** Somebody who may get a turn. */
    interface Candidate {
        /** Whether it can take one now. */
        boolean ready(long nowNanos);

        /** Whether it has not answered for a suspiciously long time. */
        boolean slow(long nowNanos);

        /** Connections that it has, and those on their way to it. */
        long connections();

        /** What stays the same when it is replaced. */
        int instance();
    }

    /** Turns that a candidate may lag behind, and have made up for later. */
    static final int CATCH_UP = 64;

    private static final class Seat<C> {
        final C candidate;
        long turns;
        boolean slow;

        Seat(C candidate, long turns) {
            this.candidate = candidate;
            this.turns = turns;
        }
    }

    private final Scheduling scheduling;
    private final List<Seat<C>> seats = new ArrayList<>();
    private long most;

    Turns(Scheduling scheduling) {
        this.scheduling = scheduling;
    }

    /** Takes part from now on, with an equal claim. */
    void add(C candidate) {
        long fewest = most;
        for (Seat<C> seat : seats) {
            fewest = Math.min(fewest, seat.turns);
        }
        seats.add(new Seat<>(candidate, fewest));
    }

    boolean remove(C candidate) {
        return seats.removeIf(seat -> seat.candidate == candidate);
    }

    boolean contains(C candidate) {
        for (Seat<C> seat : seats) {
            if (seat.candidate == candidate) {
                return true;
            }
        }
        return false;
    }

    boolean anyMatch(Predicate<C> condition) {
        return seats.stream().anyMatch(seat -> condition.test(seat.candidate));
    }

    /** Those of whom something is true, in the order in which they came. */
    List<C> all(Predicate<C> condition) {
        return seats.stream().map(seat -> seat.candidate).filter(condition).toList();
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    /**
     * Whose turn it is, or {@code null} when nobody is ready. It stays so until {@link #taken}.
     *
     * @param client any number that is the same for all connections of a client; for sticky scheduling
     */
    C next(long nowNanos, int client) {
        Seat<C> best = null;
        for (int i = 0; i < seats.size(); i++) {
            Seat<C> seat = seats.get(i);
            seat.turns = Math.max(seat.turns, most - CATCH_UP);
            if (seat.candidate.ready(nowNanos)) {
                seat.slow = seat.candidate.slow(nowNanos);
                if (best == null || isBefore(seat, best, client)) {
                    best = seat;
                }
            }
        }
        return best == null ? null : best.candidate;
    }

    private boolean isBefore(Seat<C> one, Seat<C> other, int client) {
        if (scheduling == Scheduling.STICKY) {
            return weight(client, one.candidate.instance()) > weight(client, other.candidate.instance());
        }
        if (one.slow != other.slow) {
            return other.slow;
        }
        if (scheduling == Scheduling.LEAST_CONNECTIONS) {
            long difference = one.candidate.connections() - other.candidate.connections();
            return difference < 0 || difference == 0 && one.turns < other.turns;
        }
        return one.turns < other.turns;
    }

    /** Each bit depends on all bits of both: the finalizer of MurmurHash3. */
    private static long weight(int client, int instance) {
        long h = ((long) client << 32) ^ (instance + 1) * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 33) * 0xFF51AFD7ED558CCDL;
        h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
        return h ^ h >>> 33;
    }

    /** The candidate has taken its turn. */
    void taken(C candidate) {
        for (Seat<C> seat : seats) {
            if (seat.candidate == candidate) {
                most = Math.max(most, ++seat.turns);
            }
        }
    }
}
