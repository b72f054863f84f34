package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import millrace.loop.EventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class LoopWatchTest {
    /** On a machine that gives it less than a whole processor that is the cause, and rightly. */
    @Test
    void aHandlerThatComputesIsNamed() throws Exception {
        try (StuckLoop stuck = new StuckLoop("computing")) {
            StallReport report = null;
            long wallNanos = 0;
            for (int i = 0; i < 10 && !isComputing(report); i++) {
                long began = System.nanoTime();
                stuck.on(StuckLoop::compute);
                wallNanos = System.nanoTime() - began;
                do {
                    report = stuck.nextOver();
                } while (report.length().toMillis() < StuckLoop.STUCK_MILLIS);
            }
            assertTrue(report.stack().stream().anyMatch(f -> f.getMethodName().equals("compute")), report.toString());
            if (wallNanos < TimeUnit.MILLISECONDS.toNanos(StuckLoop.STUCK_MILLIS * 4 / 3)) {
                assertEquals(Cause.COMPUTING, report.cause(), report.toString());
            }
        }
    }

    private static boolean isComputing(StallReport report) {
        return report != null && report.cause() == Cause.COMPUTING && !report.stack().isEmpty();
    }

    @Test
    void aHandlerThatSleepsIsNamed() throws Exception {
        try (StuckLoop stuck = new StuckLoop("sleeping")) {
            StallReport report = stuck.provoke(StuckLoop::sleepInACall, Cause.BLOCKING_CALL);
            assertTrue(report.toString().contains(": Thread.sleep at StuckLoop.sleepInACall("), report.toString());
            assertTrue(report.doing().contains("lambda in StuckLoop"), report.doing());
            assertTrue(report.length().toMillis() >= StuckLoop.STUCK_MILLIS, report.toString());
        }
    }

    @Test
    void aHandlerThatWaitsForALockIsNamedWithWhoeverHoldsIt() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Object monitor = new Object();
        for (boolean isMonitor : new boolean[] {false, true}) {
            try (StuckLoop stuck = new StuckLoop("locked-" + isMonitor)) {
                CountDownLatch release = new CountDownLatch(1);
                Thread hoarder = hoard(isMonitor ? monitor : lock, release);
                CompletableFuture<Void> handled = CompletableFuture.runAsync(() -> {
                    try {
                        stuck.on(() -> take(isMonitor ? monitor : lock));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                // It is over only after it has been noticed.
                StallReport noticed = stuck.next();
                while (noticed != null && noticed.cause() != Cause.LOCK) {
                    noticed = stuck.next();
                }
                release.countDown();
                handled.get(StuckLoop.DEADLINE_SECONDS, TimeUnit.SECONDS);
                hoarder.join();
                assertFalse(noticed.isOver());
                StallReport report = stuck.next(Cause.LOCK);
                assertTrue(report.detail().contains("held by thread \"hoarder\""), report.toString());
                assertTrue(report.stack().stream().anyMatch(f -> f.getMethodName().equals("take")), report.toString());
            }
        }
    }

    private static void take(Object lock) {
        if (lock instanceof ReentrantLock reentrant) {
            reentrant.lock();
            reentrant.unlock();
        } else {
            synchronized (lock) {
                lock.hashCode();
            }
        }
    }

    private static Thread hoard(Object lock, CountDownLatch release) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().name("hoarder").start(() -> {
            if (lock instanceof ReentrantLock reentrant) {
                reentrant.lock();
                hold(taken, release);
                reentrant.unlock();
            } else {
                synchronized (lock) {
                    hold(taken, release);
                }
            }
        });
        taken.await();
        return thread;
    }

    private static void hold(CountDownLatch taken, CountDownLatch release) {
        taken.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneCulpritIsCountedAndTheFiguresSaySo() throws Exception {
        try (StuckLoop stuck = new StuckLoop("counted")) {
            long before = stuck.provoke(StuckLoop::waitInACall, Cause.BLOCKING_CALL).count();
            for (int i = 1; i <= 3; i++) {
                assertEquals(before + i, stuck.provoke(StuckLoop::waitInACall, Cause.BLOCKING_CALL).count());
            }
            LoopFigures figures = stuck.figures();
            assertTrue(figures.stalls().get(Cause.BLOCKING_CALL) >= 3, figures.toString());
            assertTrue(figures.delayMax().toMillis() >= StuckLoop.STUCK_MILLIS, figures.toString());
            assertTrue(figures.turns() >= 3, figures.toString());
        }
    }

    @Test
    void aMillionFastTurnsGiveNoReport() throws Exception {
        try (StuckLoop stuck = new StuckLoop("fast")) {
            // What else this machine runs may hold up any turn of a million: those reports name it, and no callback.
            EventLoop loop = stuck.loop;
            CompletableFuture<Void> done = new CompletableFuture<>();
            AtomicInteger left = new AtomicInteger(1_000_010);
            loop.execute(new Runnable() {
                @Override
                public void run() {
                    if (left.decrementAndGet() == 0) {
                        done.complete(null);
                    } else {
                        loop.immediate(this);
                    }
                }
            });
            done.get(120, TimeUnit.SECONDS);
            LoopFigures figures = stuck.figures();
            assertTrue(figures.turns() >= 1_000_000, figures.toString());
            while (stuck.hasReports()) {
                StallReport report = stuck.next();
                assertTrue(report.length().compareTo(LoopWatch.shared().threshold()) >= 0, report.toString());
                assertFalse(report.cause() == Cause.COMPUTING || report.cause() == Cause.LOCK, report.toString());
            }
        }
    }

    @Test
    void aHookThatThrowsHarmsNothing() throws Exception {
        Runnable broken = LoopWatch.shared().onStall(report -> {
            throw new IllegalArgumentException("expected in the log");
        });
        try (StuckLoop stuck = new StuckLoop("hooked")) {
            for (int i = 0; i < 2; i++) {
                assertEquals("hooked", stuck.provoke(StuckLoop::waitInACall, Cause.BLOCKING_CALL).loop());
            }
        } finally {
            broken.run();
        }
    }

    @Test
    void theThresholdCanBeChangedAndTheWatchTurnedOff() throws Exception {
        LoopWatch watch = LoopWatch.shared();
        Duration before = watch.threshold();
        try (StuckLoop stuck = new StuckLoop("threshold")) {
            watch.threshold(Duration.ZERO);
            stuck.on(StuckLoop::waitInACall);
            assertEquals(Duration.ZERO, watch.threshold());
            watch.threshold(before);
            assertEquals(before, watch.threshold());
            assertFalse(stuck.hasReports());
            stuck.provoke(StuckLoop::waitInACall, Cause.BLOCKING_CALL);
        } finally {
            watch.threshold(before);
        }
    }
}
