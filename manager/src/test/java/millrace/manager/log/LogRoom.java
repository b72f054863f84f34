package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.manager.config.LogConfig;
import millrace.os.OsException;

/** A loop with log files on it, for tests on other threads; and all that the files have complained of. */
final class LogRoom implements LogTrouble, LogPipes, AutoCloseable {
    /** A safety net: nothing that a test waits for takes anywhere near as long. */
    private static final long LONGEST_SECONDS = 60;

    /** Short, since tests wait for what it brings about. */
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<String> events = new ArrayList<>();
    final EventLoop loop;
    final LogFiles files;

    LogRoom() {
        this(InstantSource.system(), TimeUnit.SECONDS.toNanos(LONGEST_SECONDS));
    }

    LogRoom(InstantSource clock, long holdNanos) {
        try {
            loop = EventLoop.open("logs", PollerKind.EPOLL);
        } catch (OsException e) {
            throw new IllegalStateException(e);
        }
        loop.start();
        files = on(() -> new LogFiles(loop, this, clock, PROBE_NANOS, holdNanos));
    }

    /** Both streams as they come, in one file. */
    static LogConfig plain(Path file) {
        return new LogConfig(file, file, null, false, true, null, false, 0, null, 10, false);
    }

    AppLog open(String app, LogConfig config) {
        return on(() -> AppLog.open(files, app, config, this));
    }

    /** Computes something on the loop. */
    <T> T on(Callable<T> computation) {
        return get(loop.submit(computation));
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whole lines, all at once. */
    void write(AppLog log, int pmId, Stream stream, String lines) {
        on(() -> {
            byte[] bytes = lines.getBytes(UTF_8);
            log.outputLines(pmId, stream, bytes, 0, bytes.length);
            return null;
        });
    }

    void piece(AppLog log, int pmId, String text, boolean ends) {
        on(() -> {
            byte[] bytes = text.getBytes(UTF_8);
            log.output(pmId, Stream.STDOUT, bytes, 0, bytes.length, ends);
            return null;
        });
    }

    /** All that the app wrote is in its files. */
    void end(AppLog log) {
        get(on(log::end));
    }

    /** Nothing for a file that is not there. */
    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits, turn by turn of the loop, until it is so. */
    void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!on(holds::getAsBoolean)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + LONGEST_SECONDS + " s: " + what + "; " + events());
            }
        }
    }

    /** Waits until so much was reported. */
    synchronized String await(String beginning) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            for (String event : events) {
                if (event.startsWith(beginning)) {
                    return event;
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("no " + beginning + " in " + events);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    private synchronized void add(String event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public void stopped(Path file, String sentence) {
        add("stopped " + sentence);
    }

    @Override
    public void resumed(Path file, String sentence) {
        add("resumed " + sentence);
    }

    @Override
    public void warning(Path file, String sentence) {
        add("warning " + sentence);
    }

    @Override
    public void pause(int pmId) {
        add("pause " + pmId);
    }

    @Override
    public void resume(int pmId) {
        add("resume " + pmId);
    }

    @Override
    public void close() {
        loop.close();
    }
}
