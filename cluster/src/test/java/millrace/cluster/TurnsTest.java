package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final class Taker implements Turns.Candidate {
        private final String name;
        private boolean ready = true;
        private boolean slow;
        private int turns;

        Taker(String name) {
            this.name = name;
        }

        @Override
        public boolean ready(long nowNanos) {
            return ready;
        }

        @Override
        public boolean slow(long nowNanos) {
            return slow;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final Turns<Taker> turns = new Turns<>();
    private final Taker a = new Taker("a");
    private final Taker b = new Taker("b");
    private final Taker c = new Taker("c");

    private void take(int count) {
        for (int i = 0; i < count; i++) {
            Taker next = turns.next(0);
            next.turns++;
            turns.taken(next);
        }
    }

    @Test
    void readyCandidatesAreTakenInTurn() {
        turns.add(a);
        turns.add(b);
        turns.add(c);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            Taker next = turns.next(0);
            turns.taken(next);
            order.append(next);
        }
        assertEquals("abcabca", order.toString());
    }

    @Test
    void aTurnThatIsNotTakenStays() {
        turns.add(a);
        turns.add(b);
        assertEquals(a, turns.next(0));
        assertEquals(a, turns.next(0));
    }

    @Test
    void whoIsPassedOverForAMomentMakesUpForIt() {
        turns.add(a);
        turns.add(b);
        b.ready = false;
        take(30);
        b.ready = true;
        take(70);
        assertEquals(50, a.turns);
        assertEquals(50, b.turns);
    }

    @Test
    void whoIsAwayForLongIsNotFloodedWhenItComesBack() {
        turns.add(a);
        turns.add(b);
        b.ready = false;
        take(10_000);
        b.ready = true;
        take(1_000);
        assertTrue(b.turns <= 500 + Turns.CATCH_UP, b.turns + " of 1,000");
    }

    @Test
    void whoJoinsLaterHasAnEqualClaimFromThen() {
        turns.add(a);
        take(1000);
        turns.add(b);
        take(100);
        assertEquals(50, b.turns);
    }

    @Test
    void aSlowOneWaitsUntilAllAreSlow() {
        turns.add(a);
        turns.add(b);
        a.slow = true;
        take(10);
        assertEquals(0, a.turns);
        b.slow = true;
        take(10);
        assertEquals(10, a.turns);
    }

    @Test
    void nobodyIsNextWhenNobodyIsReady() {
        assertNull(turns.next(0));
        turns.add(a);
        a.ready = false;
        assertNull(turns.next(0));
    }

    @Test
    void whoHasLeftIsNotTaken() {
        turns.add(a);
        turns.add(b);
        assertTrue(turns.remove(a));
        take(10);
        assertEquals(10, b.turns);
    }
}
