package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Pipe;
import millrace.os.Proc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a loop ends, and what is left of it. */
class LoopEndTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    @ParameterizedTest
    @EnumSource
    void aLoopThatNeverRanLeavesNoDescriptorBehind(PollerKind kind) throws Exception {
        EventLoop.open("warm-up", kind).close();
        int before = Proc.descriptors(SELF);
        EventLoop.open("never run", kind).close();
        assertTrue(Proc.descriptors(SELF) <= before);
    }

    @Test
    void aLoopThatItsPollerCouldNotWakeIsNotOpened() throws Exception {
        List<Integer> taken = new ArrayList<>();
        try {
            do {
                taken.add(Descriptor.duplicate(0));
            } while (taken.getLast() >= 0 && taken.getLast() < 1024);
            assertTrue(taken.getLast() >= 1024, "descriptors cannot be as many here");
            OsException refused =
                    assertThrows(OsException.class, () -> EventLoop.open("too high", PollerKind.SELECT));
            assertTrue(refused.getMessage().contains("1023"), refused.getMessage());
        } finally {
            taken.forEach(Descriptor::close);
        }
    }

    @Test
    void closeWaitsForTheLoopAndNotForTheThreadItRanOn() throws Exception {
        CompletableFuture<EventLoop> opened = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Thread owner = Thread.ofPlatform().start(() -> {
            try {
                EventLoop loop = EventLoop.open("borrowed thread", PollerKind.EPOLL);
                opened.complete(loop);
                loop.run();
                closed.join();
            } catch (Exception e) {
                opened.completeExceptionally(e);
            }
        });
        EventLoop loop = LoopFixture.await(opened);
        loop.submit(() -> null).toCompletableFuture().join();
        Thread closer = Thread.ofPlatform().start(loop::close);
        closer.join(TimeUnit.SECONDS.toMillis(20));
        boolean waits = closer.isAlive();
        closed.complete(null);
        owner.join();
        assertFalse(waits, "close waits for a thread that waits for close");
    }

    @Test
    void theThreadThatRanALoopIsRejectedToo() throws Exception {
        EventLoop loop = EventLoop.open("own thread", PollerKind.EPOLL);
        loop.stop();
        loop.run();
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
        assertThrows(IllegalStateException.class, loop::run);
    }

    @Test
    void whatTheLastTasksAddRunsToo() throws Exception {
        EventLoop loop = EventLoop.open("last", PollerKind.EPOLL);
        List<String> ran = new ArrayList<>();
        loop.stop();
        Pipe pipe = Pipe.open();
        Watch watch = new Watch(loop, pipe.readEnd()) {
            @Override
            protected void ready(int bits) {}

            @Override
            protected void closed() {
                // From another thread, so that it is a task and not a microtask.
                Thread other = new Thread(() -> loop.execute(() -> {
                    ran.add("task");
                    loop.execute(() -> ran.add("microtask"));
                }));
                other.start();
                while (other.isAlive()) {
                    Thread.onSpinWait();
                }
            }
        };
        watch.interest(Watch.READ);
        loop.run();
        Descriptor.close(pipe.writeEnd());
        assertEquals(List.of("task", "microtask"), ran);
    }

    @Test
    void whatIsOpenedWhileTheLoopClosesIsClosed() throws Exception {
        // The first loop that runs opens libraries, which stay open.
        EventLoop warm = EventLoop.open("warm-up", PollerKind.EPOLL);
        warm.stop();
        warm.run();
        int before = Proc.descriptors(SELF);
        EventLoop loop = EventLoop.open("reopening", PollerKind.EPOLL);
        CountDownLatch closed = new CountDownLatch(3);
        reopening(loop, closed);
        loop.stop();
        loop.run();
        assertEquals(0, closed.getCount());
        assertTrue(Proc.descriptors(SELF) <= before);
    }

    /** A watch that, when it is closed, opens a successor: a client that connects again. */
    private static void reopening(EventLoop loop, CountDownLatch rest) throws Exception {
        Pipe pipe = Pipe.open();
        Descriptor.close(pipe.writeEnd());
        Watch watch = new Watch(loop, pipe.readEnd()) {
            @Override
            protected void ready(int bits) {
                interest(0);
            }

            @Override
            protected void closed() {
                rest.countDown();
                if (rest.getCount() > 0) {
                    loop.execute(() -> assertOpens(loop, rest));
                }
            }
        };
        watch.interest(Watch.READ);
    }

    private static void assertOpens(EventLoop loop, CountDownLatch rest) {
        try {
            reopening(loop, rest);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHandlerOfUncaughtErrorsThatThrowsEndsNothing() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            fixture.on(() -> {
                fixture.loop.onUncaught(t -> {
                    throw new IllegalStateException("the handler is broken too", t);
                });
                return null;
            });
            fixture.loop.execute(() -> {
                throw new IllegalArgumentException("expected in the log");
            });
            assertEquals("alive", fixture.on(() -> "alive"));
        }
    }

    @Test
    void anErrorInASubmittedComputationCompletesItsStage() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            CompletableFuture<Object> result = fixture.loop
                    .submit(() -> {
                        throw new StackOverflowError("thrown on purpose");
                    })
                    .toCompletableFuture();
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> LoopFixture.await(result));
            assertInstanceOf(StackOverflowError.class, failure.getCause());
        }
    }

    @Test
    void aTimerArmedBeforeTheLoopRunsCountsFromItsArming() throws Exception {
        EventLoop loop = EventLoop.open("slow start", PollerKind.EPOLL);
        long opened = System.nanoTime();
        long delay = TimeUnit.MILLISECONDS.toNanos(20);
        while (System.nanoTime() - opened < delay) {
            Thread.onSpinWait();
        }
        long armed = System.nanoTime();
        loop.schedule(loop::stop, delay, TimeUnit.NANOSECONDS);
        loop.run();
        assertTrue(System.nanoTime() - armed >= delay);
    }
}
