package millrace.loop.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short tasks find a thread; on a clock that the test moves. */
class RoutingTest {
    private static final long MILLI = 1_000_000;
    private static final long LONG = 1_000 * MILLI;
    private static final long SHORT = 2 * MILLI;

    private Bench bench;

    private Bench bench(int threads, boolean routing) {
        bench = new Bench(threads, routing);
        return bench;
    }

    /** Runs one task of a lane, so that its run time is known. */
    private void teach(Lane lane, long nanos) {
        bench.submit(lane, nanos);
        while (bench.busy() > 0) {
            bench.step();
        }
    }

    @Test
    void longTasksLeaveAThreadToShortOnes() {
        Bench pool = bench(2, true);
        Lane quick = pool.lane("quick");
        Lane slow = pool.lane("slow");
        teach(quick, SHORT);
        teach(slow, LONG);
        pool.submit(slow, LONG);
        pool.submit(slow, LONG);
        assertEquals(1, pool.busy());
        assertTrue(slow.state.figures().longRunning());
        pool.submit(quick, SHORT);
        assertEquals(2, pool.busy());
        pool.step();
        assertEquals(1, quick.state.figures().queueTime().count() - 1);
        assertEquals(1, slow.state.figures().queued());
    }

    @Test
    void aTaskThatHasNotEndedYetIsKnownToBeLongByThen() {
        Bench pool = bench(2, true);
        Lane quick = pool.lane("quick");
        Lane slow = pool.lane("slow");
        teach(quick, SHORT);
        pool.submit(slow, LONG);
        pool.advance(50 * MILLI);
        pool.submit(slow, LONG);
        assertEquals(1, pool.busy(), "the second long one waits, though none has ended so far");
        assertTrue(slow.state.figures().longRunning());
    }

    @Test
    void lanesThatAreAllAlikeHaveAllThreads() {
        Bench pool = bench(4, true);
        Lane one = pool.lane("one");
        Lane other = pool.lane("other");
        teach(one, LONG);
        teach(other, 3 * LONG);
        for (int i = 0; i < 4; i++) {
            pool.submit(i % 2 == 0 ? one : other, LONG);
        }
        assertEquals(4, pool.busy());
    }

    @Test
    void whatIsLongOnlyBesideVeryShortTasksIsNotLong() {
        Bench pool = bench(2, true);
        Lane quick = pool.lane("quick");
        Lane slow = pool.lane("slow");
        teach(quick, 10_000);
        teach(slow, 4 * MILLI);
        assertFalse(slow.state.figures().longRunning());
    }

    @Test
    void shortTasksThatStayAwayAreForgotten() {
        Bench pool = bench(2, true);
        Lane quick = pool.lane("quick");
        Lane slow = pool.lane("slow");
        teach(quick, SHORT);
        teach(slow, LONG);
        pool.advance(2 * Routing.FORGET_NANOS);
        pool.submit(slow, LONG);
        pool.submit(slow, LONG);
        assertEquals(2, pool.busy());
    }

    @Test
    void aLaneThatHasBecomeShortIsShortAgain() {
        Bench pool = bench(2, true);
        Lane quick = pool.lane("quick");
        Lane slow = pool.lane("slow");
        teach(quick, SHORT);
        teach(slow, LONG);
        assertTrue(slow.state.figures().longRunning());
        for (int i = 0; i < 60; i++) {
            teach(slow, SHORT);
        }
        assertFalse(slow.state.figures().longRunning());
    }

    @Test
    void theOnlyThreadIsForAll() {
        Bench pool = bench(1, true);
        Lane quick = pool.lane("quick");
        Lane slow = pool.lane("slow");
        teach(quick, SHORT);
        teach(slow, LONG);
        pool.submit(slow, LONG);
        assertEquals(1, pool.busy());
    }

    @Test
    void oneLongTaskForEveryTwentyShortOnesHardlyDelaysThese() {
        long with = p99OfShort(true);
        long without = p99OfShort(false);
        assertTrue(with * 10 <= without, "p99 with routing " + with + ", without " + without);
    }

    /** 20 s of a short task each 20 ms and a long one each 400 ms, on two threads, from a cold start. */
    private long p99OfShort(boolean routing) {
        Bench pool = bench(2, routing);
        Lane quick = pool.lane("quick");
        Lane slow = pool.lane("slow");
        List<Job<?>> shorts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            if (i % 20 == 10) {
                pool.submit(slow, LONG);
            }
            shorts.add(pool.submit(quick, SHORT));
            pool.advance(20 * MILLI);
        }
        while (pool.busy() > 0) {
            pool.step();
        }
        long[] waits = shorts.stream().mapToLong(job -> job.begunNanos - job.queuedNanos).sorted().toArray();
        return waits[waits.length * 99 / 100] + SHORT;
    }

    @Test
    void lanesTakeTurnsHoweverManyTasksOneHas() {
        Bench pool = bench(1, true);
        Lane many = pool.lane("many");
        Lane few = pool.lane("few");
        for (int i = 0; i < 100; i++) {
            pool.submit(many, SHORT);
        }
        Job<?> late = pool.submit(few, SHORT);
        pool.step();
        pool.step();
        assertSame(Job.Place.RUNNING, late.place);
    }

    @Test
    void aLaneAtItsQuotaIsPassedOverUntilOneOfItsTasksEnds() {
        Bench pool = bench(3, true);
        Lane narrow = pool.lane("narrow", LaneOptions.defaults().withMaxRunning(1));
        Job<?> first = pool.submit(narrow, SHORT);
        Job<?> second = pool.submit(narrow, SHORT);
        assertEquals(1, pool.busy());
        assertNull(pool.dispatch.take(pool.now()));
        pool.step();
        assertSame(Job.Place.OUTSIDE, first.place);
        assertSame(Job.Place.RUNNING, second.place);
    }

    @Test
    void aWithdrawnJobLeavesItsPlaceAndIsNotTaken() {
        Bench pool = bench(1, true);
        Lane lane = pool.lane("lane", LaneOptions.defaults().withMaxQueued(2));
        pool.submit(lane, SHORT);
        Job<?> first = pool.submit(lane, SHORT);
        Job<?> second = pool.submit(lane, SHORT);
        assertFalse(lane.room.enter());
        assertTrue(pool.dispatch.withdraw(first, false));
        assertFalse(pool.dispatch.withdraw(first, false));
        assertTrue(lane.room.enter());
        pool.step();
        assertSame(Job.Place.RUNNING, second.place);
        assertEquals(1, lane.state.figures().cancelled());
    }
}
