package millrace.loop.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every queue that two threads share, under as many interleavings as a few seconds have. */
class HandOverTest {
    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS), latch.getCount() + " did not end");
    }

    @Test
    void aStackLosesAndDoublesNoneAndKeepsEachThreadsOrder() throws Exception {
        int threads = 4;
        int each = 100_000;
        JobStack stack = new JobStack();
        List<Thread> adders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            adders.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    Job<?> job = new Job<>(null, null, null, null);
                    job.queuedNanos = i;
                    job.begunNanos = thread;
                    stack.add(job);
                }
            }));
        }
        long[] next = new long[threads];
        long disorder = 0;
        for (long taken = 0; taken < (long) threads * each; ) {
            for (Job<?> job = stack.takeAll(); job != null; job = job.link) {
                disorder += job.queuedNanos == next[(int) job.begunNanos]++ ? 0 : 1;
                taken++;
            }
        }
        assertEquals(0, disorder);
        assertTrue(stack.isEmpty());
        for (Thread adder : adders) {
            adder.join();
        }
    }

    @Test
    void aRoomIsNeverOverfullAndNeverLosesAPlace() throws Exception {
        int bound = 3;
        int each = 200_000;
        Room room = new Room(bound);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overfull = new AtomicInteger();
        List<Thread> enterers = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            enterers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; ) {
                    if (room.enter()) {
                        i++;
                        overfull.addAndGet(inside.incrementAndGet() > bound ? 1 : 0);
                    } else {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        for (int left = 0; left < 3 * each; ) {
            if (inside.get() > 0) {
                inside.decrementAndGet();
                room.leave();
                left++;
            }
        }
        for (Thread enterer : enterers) {
            enterer.join();
        }
        assertEquals(0, overfull.get());
        for (int i = 0; i < bound; i++) {
            assertTrue(room.enter());
        }
        assertFalse(room.enter());
    }

    /** What became of each of many jobs. */
    private static final class Fates {
        final AtomicIntegerArray ran;
        final AtomicIntegerArray ended;
        final AtomicLong wrong = new AtomicLong();
        final CountDownLatch left;

        Fates(int jobs) {
            ran = new AtomicIntegerArray(jobs);
            ended = new AtomicIntegerArray(jobs);
            left = new CountDownLatch(jobs);
        }

        void submit(Lane lane, int number, Random random) {
            boolean throwing = random.nextInt(50) == 0;
            Job<Integer> job = lane.submit(() -> {
                ran.incrementAndGet(number);
                if (throwing) {
                    throw new IllegalStateException("on purpose");
                }
                return number;
            });
            job.whenComplete((value, failure) -> {
                ended.incrementAndGet(number);
                if (failure == null && (value != number || ran.get(number) != 1)) {
                    wrong.incrementAndGet();
                }
                left.countDown();
            });
            if (random.nextInt(4) == 0) {
                job.cancel(false);
            }
        }

        void check() {
            assertEquals(0, wrong.get());
            for (int i = 0; i < ran.length(); i++) {
                assertEquals(1, ended.get(i), "ends of job " + i);
                assertTrue(ran.get(i) <= 1, "runs of job " + i);
            }
        }
    }

    /** Bursts and lulls, so that workers search and sleep and are called; cancels; tasks that throw; full lanes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachJobEndsOnceAndRunsAtMostOnce(long seed) throws Exception {
        int submitters = 3;
        int each = 30_000;
        Fates fates = new Fates(submitters * each);
        try (IoPool pool = IoPool.open(IoPool.Options.defaults().withMaxThreads(4).withMaxQueued(300))) {
            for (int t = 0; t < submitters; t++) {
                int first = t * each;
                Random random = new Random(seed * 31 + t);
                Lane lane = pool.lane("lane " + t % 2, new LaneOptions(1 + t, 200));
                Thread.ofPlatform().start(() -> {
                    for (int i = first; i < first + each; i++) {
                        fates.submit(lane, i, random);
                        for (int pause = random.nextInt(20) == 0 ? random.nextInt(3_000) : 0; pause > 0; pause--) {
                            Thread.onSpinWait();
                        }
                    }
                });
            }
            await(fates.left);
            checkCounts(pool, (long) submitters * each);
        }
        fates.check();
    }

    /** A job that was cancelled while it ran has ended before its run is counted: so this waits for the runs. */
    private static void checkCounts(IoPool pool, long jobs) throws Exception {
        long counted = 0;
        for (LaneFigures lane : pool.figures()) {
            LaneFigures now = lane;
            while (now.active() + now.queued() > 0) {
                pool.lane("last").submit(() -> null).get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
                now = pool.lane(lane.name()).figures();
            }
            assertEquals(now.submitted(), now.completed() + now.failed() + now.cancelled() + now.expired());
            counted += now.submitted() + now.rejected();
        }
        assertEquals(jobs, counted);
    }

    @Test
    void loopsGetBackAllTheySubmittedWhileTheyCancelAndEnd() throws Exception {
        int each = 40_000;
        int loops = 2;
        CountDownLatch left = new CountDownLatch(loops * each);
        AtomicInteger elsewhere = new AtomicInteger();
        List<EventLoop> all = new ArrayList<>();
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withThreads(3))) {
            Lane lane = pool.lane("back", LaneOptions.defaults().withMaxQueued(500));
            for (int l = 0; l < loops; l++) {
                EventLoop loop = EventLoop.open("back-" + l, PollerKind.EPOLL);
                loop.startDaemon();
                all.add(loop);
                loop.execute(new Submitter(loop, lane, new Random(l), each, left, elsewhere));
            }
            await(left);
        }
        assertEquals(0, elsewhere.get());
        all.forEach(EventLoop::close);
    }

    /** Submits a few jobs each time it comes round, and cancels some of them, here or from another thread. */
    private record Submitter(
            EventLoop loop, Lane lane, Random random, int jobs, CountDownLatch left, AtomicInteger elsewhere)
            implements Runnable {
        @Override
        public void run() {
            int now = Math.min(jobs, 1 + random.nextInt(100));
            for (int i = 0; i < now; i++) {
                Job<Integer> job = lane.submit(() -> 1);
                job.whenComplete((value, failure) -> {
                    elsewhere.addAndGet(loop.inLoop() ? 0 : 1);
                    left.countDown();
                });
                switch (random.nextInt(10)) {
                    case 0 -> job.cancel(false);
                    case 1 -> CompletableFuture.runAsync(() -> job.cancel(false));
                    default -> {
                        // Runs, and comes back by itself.
                    }
                }
            }
            if (jobs > now) {
                loop.immediate(new Submitter(loop, lane, random, jobs - now, left, elsewhere));
            }
        }
    }

    @Test
    void aQuickTaskThatTurnsOutSlowHoldsUpNoneBehindIt() throws Exception {
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withThreads(2))) {
            Lane lane = pool.lane("mostly quick");
            for (int i = 0; i < 10_000; i++) {
                lane.submit(() -> null).get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
            Gate gate = new Gate(1);
            Job<Void> slow = lane.submit(gate::pass);
            // Ends though the slow one does not, and nobody submits anything more.
            lane.submit(() -> null).get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
            gate.open();
            slow.get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threadsStartWhenNeededUpToTheBound(boolean virtual) throws Exception {
        int bound = 5;
        IoPool.Options options = IoPool.Options.defaults().withMaxThreads(bound).withVirtual(virtual);
        try (IoPool pool = IoPool.open(options)) {
            assertEquals(virtual, pool.lane("kind").submit(() -> Thread.currentThread().isVirtual()).get());
            Gate gate = new Gate(bound);
            List<Job<Void>> jobs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                jobs.add(pool.application().submit(gate::pass));
            }
            gate.awaitEntered();
            assertEquals(bound, pool.application().figures().active());
            assertEquals(20 - bound, pool.application().figures().queued());
            gate.open();
            for (Job<Void> job : jobs) {
                job.get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
