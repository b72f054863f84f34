package millrace.bench.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.bench.measure.Effort;
import millrace.bench.measure.Recorder;
import millrace.bench.measure.Stopwatch;
import millrace.bench.measure.Timeline;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.OsException;

/** A loop with a thread of its own that plays its part of a run, and ends. */
final class Generator {
    /**
     * What came of it.
     *
     * @param recorder nobody writes to it any more
     * @param beganNanos when requests began to be sent, by {@link System#nanoTime}
     */
    record Part(
            Recorder recorder, long beganNanos, long endedNanos, long[] answered, long[] bytes, Timeline timeline,
            Effort effort) {}

    /** Each loop has a name of its own: by that its figures are found, also when there are several runs. */
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EventLoop loop;
    private final CompletableFuture<Part> result = new CompletableFuture<>();
    private Load load;
    private Stopwatch stopwatch;

    private Generator(EventLoop loop) {
        this.loop = loop;
    }

    static Generator start(Plan plan, int index) throws OsException {
        Generator generator = new Generator(EventLoop.open("bench-" + NAMES.getAndIncrement(), PollerKind.EPOLL));
        generator.loop.startDaemon();
        generator.loop.execute(() -> generator.begin(plan, index));
        return generator;
    }

    private void begin(Plan plan, int index) {
        try {
            stopwatch = new Stopwatch();
            load = Load.of(loop, plan, index, this::over);
            load.connect();
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            loop.stop();
        }
    }

    private void over() {
        result.complete(new Part(load.recorder, load.beganNanos(), load.endedNanos(), load.samples().answered(),
                load.samples().bytes(), load.samples().timeline(load.endedNanos()),
                stopwatch.stop(loop.toString())));
        loop.stop();
    }

    /** Completes on the loop's thread. Any thread. */
    CompletableFuture<Part> result() {
        return result;
    }

    /** Ends it early. Any thread. */
    void stop() {
        try {
            loop.execute(() -> {
                if (load != null) {
                    load.stop(); // Else it could not even begin, which the result says.
                }
            });
        } catch (RejectedExecutionException e) {
            assert result.isDone() : e; // It has ended by itself.
        }
    }

    /** What it has counted so far. Any thread. */
    CompletableFuture<Recorder> progress() {
        try {
            return loop.submit(() -> load.recorder.copy()).toCompletableFuture();
        } catch (RejectedExecutionException e) {
            return result.thenApply(Part::recorder); // It has ended.
        }
    }
}
