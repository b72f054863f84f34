package millrace.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose turn it is: pure logic of round-robin over candidates that cannot always take one.
 *
 * <p>The ready candidate with the fewest turns so far is next, so that those who answer alike get exactly equal shares
 * even when they are passed over now and then for a moment. What a candidate can catch up is bounded: after a long pause
 * it is not flooded. A slow candidate is next only when all ready ones are slow.
 */
final class Turns<C extends Turns.Candidate> {

    /** Somebody who may get a turn. */
    interface Candidate {
        /** Whether it can take one now. */
        boolean ready(long nowNanos);

        /** Whether it has not answered for a suspiciously long time. */
        boolean slow(long nowNanos);
    }

    /** Turns that a candidate may lag behind, and have made up for later. */
    static final int CATCH_UP = 64;

    private static final class Seat<C> {
        final C candidate;
        long turns;

        Seat(C candidate, long turns) {
            this.candidate = candidate;
            this.turns = turns;
        }
    }

    private final List<Seat<C>> seats = new ArrayList<>();
    private long most;

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

    boolean isEmpty() {
        return seats.isEmpty();
    }

    /** Whose turn it is, or {@code null} when nobody is ready. It stays so until {@link #taken}. */
    C next(long nowNanos) {
        Seat<C> best = null;
        boolean bestIsSlow = false;
        for (int i = 0; i < seats.size(); i++) {
            Seat<C> seat = seats.get(i);
            seat.turns = Math.max(seat.turns, most - CATCH_UP);
            if (!seat.candidate.ready(nowNanos)) {
                continue;
            }
            boolean slow = seat.candidate.slow(nowNanos);
            if (best == null || (slow == bestIsSlow ? seat.turns < best.turns : bestIsSlow)) {
                best = seat;
                bestIsSlow = slow;
            }
        }
        return best == null ? null : best.candidate;
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
