package millrace.cluster.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.cluster.Java;
import millrace.cluster.Node;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.StopPolicy;
import millrace.cluster.Worker;
import millrace.loop.EventLoop;
import millrace.os.ExitStatus;
import millrace.os.OsException;

/** A pool under test, what its workers write, and which of them come and go. */
final class Pools implements PrimaryEvents, AutoCloseable {
    /** A safety net: nothing that a test waits for takes anywhere near as long. */
    private static final long LONGEST_SECONDS = 60;

    final WorkerProcesses pool;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> exits = new LinkedBlockingQueue<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Long> delays = new LinkedBlockingQueue<>();
    private final AtomicInteger started = new AtomicInteger();

    Pools(ProcessOptions options) {
        try {
            pool = WorkerProcesses.start(options.withEvents(this));
        } catch (OsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On somebody else's loop. */
    Pools(EventLoop loop, ProcessOptions options) {
        pool = WorkerProcesses.start(loop, options.withEvents(this));
    }

    /** Workers that do what {@code tasks.js} can do; skips the test where there is no Node. */
    static ProcessOptions node() {
        return quick(nodeCommand()).withSize(1);
    }

    static List<String> nodeCommand() {
        return Node.app("work/tasks.js", snippet().toString()).command();
    }

    /** Workers that do what {@link TasksApp} can do. */
    static ProcessOptions java(String... arguments) {
        return quick(Java.app(TasksApp.class, arguments).command()).withSize(1);
    }

    static ProcessOptions quick(List<String> command) {
        return ProcessOptions.of(command)
                .withStop(new StopPolicy(TimeUnit.SECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(20)));
    }

    /** The one that is offered to users. */
    private static Path snippet() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples"))) {
            folder = folder.getParent();
        }
        return folder.resolve("examples/processes/serve-tasks.js");
    }

    static Map<String, Object> act(String what) {
        return Map.of("do", what);
    }

    Task submit(String what) {
        return pool.submit(act(what));
    }

    int pid() {
        return ((Number) get(submit("pid"))).intValue();
    }

    ProcessFigures figures() {
        return get(pool.figures());
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What a stage fails with. */
    static <T extends Throwable> T failure(Class<T> type, CompletionStage<?> stage) {
        try {
            return fail("did not fail, but gave " + stage.toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return assertInstanceOf(type, e.getCause());
        } catch (CancellationException e) {
            return assertInstanceOf(type, e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static TaskLostException lost(TaskLostException.Reason reason, Task task) {
        TaskLostException lost = failure(TaskLostException.class, task);
        assertEquals(reason, lost.reason(), lost.getMessage());
        return lost;
    }

    /** Waits until a worker has written the line. */
    void awaitOutput(String line) {
        String next;
        do {
            next = take(output);
        } while (!next.equals(line));
    }

    /** Waits until one more worker has ended, and answers its number. */
    int awaitExit() {
        return take(exits);
    }

    /** Which workers have ended, and how. */
    String ends() {
        return ends.toString();
    }

    /** Waits until one more worker is to be started again, and answers after how many milliseconds. */
    long awaitRestart() {
        return take(delays);
    }

    /** How many workers have been started. */
    int started() {
        return started.get();
    }

    /** Waits until so many processes take tasks. */
    void awaitReady(int processes) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (figures().ready() < processes) {
            assertTrue(System.nanoTime() < deadline, "they do not become ready");
            Thread.onSpinWait();
        }
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
            return next == null ? fail("nothing came") : next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        output.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void started(Worker worker) {
        started.incrementAndGet();
    }

    @Override
    public void restarting(int instance, long delayNanos) {
        delays.add(TimeUnit.NANOSECONDS.toMillis(delayNanos));
    }

    @Override
    public void exited(Worker worker, ExitStatus status) {
        ends.add(worker.pid() + ": " + status.describe());
        exits.add(worker.pid());
    }

    @Override
    public void close() {
        get(pool.stop());
    }
}
