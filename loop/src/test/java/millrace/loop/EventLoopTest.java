package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.os.Descriptor;
import millrace.os.Pipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventLoopTest {
    @Test
    void aTurnGoesThroughItsPhasesInOrder() throws Exception {
        EventLoop loop = EventLoop.open("phases", PollerKind.EPOLL);
        List<String> order = new ArrayList<>();
        Pipe pipe = Pipe.open();
        Descriptor.write(pipe.writeEnd(), MemorySegment.ofArray(new byte[1]), 1);
        Watch watch = new Watch(loop, pipe.readEnd()) {
            @Override
            protected void ready(int bits) {
                order.add("poll");
                loop.immediate(() -> {
                    order.add("immediate");
                    close();
                    loop.stop();
                });
                interest(0);
            }

            @Override
            protected void closed() {
                order.add("closing");
            }
        };
        watch.interest(Watch.READ);
        loop.schedule(
                () -> {
                    order.add("timer");
                    loop.execute(() -> {
                        order.add("microtask");
                        loop.execute(() -> order.add("microtask of a microtask"));
                    });
                },
                0,
                TimeUnit.NANOSECONDS);
        // The first turn begins when the timer is due, so that the order does not depend on the clock.
        for (long armed = System.nanoTime(); System.nanoTime() - armed < 2L << TimerWheel.TICK_SHIFT; ) {
            Thread.onSpinWait();
        }
        loop.run();
        Descriptor.close(pipe.writeEnd());
        assertEquals(
                List.of("timer", "microtask", "microtask of a microtask", "poll", "immediate", "closing"), order);
    }

    @ParameterizedTest
    @EnumSource
    void aTaskFromAnotherThreadWakesASleepingLoop(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind)) {
            for (int i = 0; i < 1000; i++) {
                int expected = i;
                assertEquals(expected, fixture.on(() -> expected));
            }
        }
    }

    @Test
    void tasksOfManyThreadsAllRunEachInItsThreadsOrder() throws Exception {
        int threads = 8;
        int each = 20_000;
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            int[] last = new int[threads];
            AtomicInteger disorder = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(threads * each);
            for (int t = 0; t < threads; t++) {
                int thread = t;
                Thread.ofPlatform().start(() -> {
                    for (int i = 1; i <= each; i++) {
                        int number = i;
                        fixture.loop.execute(() -> {
                            if (++last[thread] != number) {
                                disorder.incrementAndGet();
                            }
                            done.countDown();
                        });
                    }
                });
            }
            assertTrue(done.await(LoopFixture.DEADLINE_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, disorder.get());
        }
    }

    /** What it took for a task of its own would not wake it. */
    @Test
    void aLoopThatIsStartedIsItsOpenersNoMore() throws Exception {
        for (int i = 0; i < 200; i++) {
            EventLoop loop = EventLoop.open("daemon", PollerKind.EPOLL);
            Thread thread = loop.startDaemon();
            assertFalse(loop.inLoop());
            assertTrue(thread.isDaemon());
            assertSame(thread, loop.submit(Thread::currentThread).toCompletableFuture().get(30, TimeUnit.SECONDS));
            loop.close();
        }
    }

    @Test
    void aMicrotaskThatAddsItselfForEverDoesNotStarveTimers() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            CompletableFuture<Void> fired = new CompletableFuture<>();
            fixture.loop.execute(() -> {
                fixture.loop.schedule(() -> fired.complete(null), 5, TimeUnit.MILLISECONDS);
                spin(fixture.loop, fired);
            });
            LoopFixture.await(fired);
        }
    }

    private static void spin(EventLoop loop, CompletableFuture<Void> until) {
        if (!until.isDone()) {
            loop.execute(() -> spin(loop, until));
        }
    }

    @Test
    void timersFireInTheOrderOfTheirDelays() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            List<Integer> order = new ArrayList<>();
            CompletableFuture<Void> done = new CompletableFuture<>();
            fixture.loop.execute(() -> {
                for (int millis : new int[] {30, 10, 20}) {
                    fixture.loop.schedule(() -> order.add(millis), millis, TimeUnit.MILLISECONDS);
                }
                fixture.loop.schedule(() -> done.complete(null), 40, TimeUnit.MILLISECONDS);
            });
            LoopFixture.await(done);
            assertEquals(List.of(10, 20, 30), order);
        }
    }

    @Test
    void aPeriodicTaskRunsUntilItsTimerIsCancelled() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            CompletableFuture<Void> third = new CompletableFuture<>();
            AtomicInteger runs = new AtomicInteger();
            Timer timer = fixture.on(() -> fixture.loop.scheduleAtFixedRate(
                    () -> {
                        if (runs.incrementAndGet() == 3) {
                            third.complete(null);
                        }
                    },
                    1,
                    1,
                    TimeUnit.MILLISECONDS));
            LoopFixture.await(third);
            fixture.on(() -> {
                timer.cancel();
                return null;
            });
            assertFalse(timer.isArmed());
        }
    }

    @Test
    void aPeriodicTaskKeepsToItsTimesHoweverLateARunIs() {
        assertEquals(20, Periodic.next(10, 10, 10));
        assertEquals(20, Periodic.next(10, 10, 19));
        assertEquals(30, Periodic.next(10, 10, 20));
        assertEquals(110, Periodic.next(10, 10, 105));
        assertEquals(20, Periodic.next(10, 10, 9), "the clock of the loop may be a tick behind");
    }

    @Test
    void aCallbackThatThrowsIsReportedAndEndsNothingElse() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            List<Throwable> reported = new ArrayList<>();
            RuntimeException mistake = new RuntimeException("mistake");
            fixture.on(() -> {
                fixture.loop.onUncaught(reported::add);
                return null;
            });
            fixture.loop.execute(() -> {
                throw mistake;
            });
            assertEquals("alive", fixture.on(() -> "alive"));
            assertSame(mistake, reported.getFirst());
        }
    }

    @Test
    void aWrongThreadGetsAnErrorThatNamesBoth() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> fixture.loop.timer(() -> {}));
            assertTrue(refused.getMessage().contains(fixture.loop.toString()), refused.getMessage());
            assertTrue(refused.getMessage().contains(Thread.currentThread().getName()), refused.getMessage());
        }
    }

    @Test
    void whatFollowsItsEndIsDoneOnItsThreadBeforeWhoHasClosedItGoesOn() throws Exception {
        for (int i = 0; i < 300; i++) {
            EventLoop loop = EventLoop.open("short-lived", PollerKind.EPOLL);
            loop.start();
            AtomicInteger own = new AtomicInteger();
            for (int k = 0; k < 5; k++) {
                loop.ended().thenRun(() -> own.addAndGet(loop.inLoop() ? 1 : 0));
            }
            loop.close();
            assertEquals(5, own.get());
        }
    }

    @Test
    void aLoopThatHasEndedRejectsTasks() throws Exception {
        LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
        fixture.close();
        assertThrows(RejectedExecutionException.class, () -> fixture.loop.execute(() -> {}));
    }

    @Test
    void currentIsTheLoopOnItsThreadAndNothingElsewhere() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            assertSame(fixture.loop, fixture.on(EventLoop::current));
            assertEquals(null, EventLoop.current());
        }
    }
}
