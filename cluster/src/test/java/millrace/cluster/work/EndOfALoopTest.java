package millrace.cluster.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.CompletableFuture;
import millrace.cluster.work.TaskLostException.Reason;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.OsException;
import millrace.os.Proc;
import org.junit.jupiter.api.Test;

/** A loop that ends under a pool leaves nobody waiting and nothing running. */
class EndOfALoopTest {

    @Test
    void tasksFailAndProcessesAreGone() throws Exception {
        EventLoop loop = EventLoop.open("short-lived", PollerKind.EPOLL);
        loop.start();
        Pools pools = new Pools(loop, Pools.node());
        int pid = pools.pid();
        Task running = pools.submit("spin");
        pools.awaitOutput("spinning");
        Task waits = pools.pool.submit("waits");
        CompletableFuture<Void> stopped = pools.pool.stop().toCompletableFuture();
        loop.close();
        assertEquals(pid, Pools.lost(Reason.STOPPED, running).pid());
        assertEquals(TaskRefusedException.Reason.STOPPED, Pools.failure(TaskRefusedException.class, waits).reason());
        Pools.get(stopped);
        assertNull(Proc.of(pid), "not even a zombie is left");
        Task late = pools.pool.submit("late");
        assertEquals(TaskRefusedException.Reason.STOPPED, Pools.failure(TaskRefusedException.class, late).reason());
        Pools.get(pools.pool.stop());
    }

    @Test
    void whatIsSubmittedInItsLastTurnFailsToo() throws OsException {
        EventLoop loop = EventLoop.open("short-lived", PollerKind.EPOLL);
        loop.start();
        Pools pools = new Pools(loop, Pools.node().withLazyStart());
        CompletableFuture<Task> last = new CompletableFuture<>();
        loop.execute(() -> {
            loop.stop();
            last.complete(pools.pool.submit("last"));
        });
        Pools.failure(TaskRefusedException.class, Pools.get(last));
    }
}
