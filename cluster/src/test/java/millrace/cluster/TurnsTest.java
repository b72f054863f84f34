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
        private long connections;

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
        public long connections() {
            return connections;
        }

        @Override
        public int instance() {
            return name.charAt(0) - 'a';
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final Turns<Taker> turns = new Turns<>(Scheduling.ROUND_ROBIN);
    private final Taker a = new Taker("a");
    private final Taker b = new Taker("b");
    private final Taker c = new Taker("c");

    private void take(int count) {
        for (int i = 0; i < count; i++) {
            Taker next = turns.next(0, 0);
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
            Taker next = turns.next(0, 0);
            turns.taken(next);
            order.append(next);
        }
        assertEquals("abcabca", order.toString());
    }

    @Test
    void aTurnThatIsNotTakenStays() {
        turns.add(a);
        turns.add(b);
        assertEquals(a, turns.next(0, 0));
        assertEquals(a, turns.next(0, 0));
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
        assertNull(turns.next(0, 0));
        turns.add(a);
        a.ready = false;
        assertNull(turns.next(0, 0));
    }

    @Test
    void whoHasLeftIsNotTaken() {
        turns.add(a);
        turns.add(b);
        assertTrue(turns.remove(a));
        take(10);
        assertEquals(10, b.turns);
    }

    private static Turns<Taker> turns(Scheduling scheduling, Taker... takers) {
        Turns<Taker> turns = new Turns<>(scheduling);
        for (Taker taker : takers) {
            turns.add(taker);
        }
        return turns;
    }

    @Test
    void whoHasTheFewestConnectionsIsNextAndEqualsTakeTurns() {
        Turns<Taker> fewest = turns(Scheduling.LEAST_CONNECTIONS, a, b, c);
        a.connections = 5;
        b.connections = 3;
        c.connections = 4;
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            Taker next = fewest.next(0, 0);
            next.connections++;
            fewest.taken(next);
            order.append(next);
        }
        assertEquals("b", order.substring(0, 1), order.toString());
        assertEquals(7, a.connections, order.toString());
        assertEquals(7, b.connections, order.toString());
        assertEquals(7, c.connections, order.toString());
    }

    @Test
    void whoIsSlowGetsNothingHoweverFewConnectionsItHas() {
        Turns<Taker> fewest = turns(Scheduling.LEAST_CONNECTIONS, a, b);
        b.connections = 100;
        a.slow = true;
        assertEquals(b, fewest.next(0, 0));
    }

    @Test
    void aClientStaysWithItsWorkerAndTheClientsOfOthersStayWhenOneGoes() {
        Turns<Taker> sticky = turns(Scheduling.STICKY, a, b, c);
        int clients = 3000;
        Taker[] before = new Taker[clients];
        for (int client = 0; client < clients; client++) {
            before[client] = sticky.next(0, client);
            assertEquals(before[client], sticky.next(0, client));
            before[client].turns++;
        }
        for (Taker taker : new Taker[] {a, b, c}) {
            assertTrue(taker.turns > 850 && taker.turns < 1150, taker + " has " + taker.turns + " of " + clients);
        }
        sticky.remove(b);
        for (int client = 0; client < clients; client++) {
            assertTrue(before[client] == b || before[client] == sticky.next(0, client));
        }
        Taker successor = new Taker("b");
        sticky.add(successor);
        for (int client = 0; client < clients; client++) {
            assertEquals(before[client] == b ? successor : before[client], sticky.next(0, client));
        }
    }

    @Test
    void aClientGoesToAnotherWhileItsWorkerCannotTakeIt() {
        Turns<Taker> sticky = turns(Scheduling.STICKY, a, b);
        Taker own = sticky.next(0, 7);
        own.ready = false;
        assertEquals(own == a ? b : a, sticky.next(0, 7));
        own.ready = true;
        assertEquals(own, sticky.next(0, 7));
    }
}
