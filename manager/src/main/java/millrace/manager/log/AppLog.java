package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.manager.config.LogConfig;

/**
 * Where the output of an app goes: into its files, in the form that its configuration asks for, and to those who follow.
 *
 * <p>For the loop's own thread only; no call waits for a disk.
 */
public final class AppLog implements AutoCloseable {
    private static final String ISO = "YYYY-MM-DDTHH:mm:ss.SSS[Z]";

    private record Following(LogFilter filter, Consumer<LogLine> sink) {}

    private final LogFiles files;
    private final String app;
    private final LogConfig config;
    private final LogPipes pipes;
    private final Map<Integer, LoggedProcess> processes = new LinkedHashMap<>();
    private final List<Following> followings = new ArrayList<>();
    private boolean ended;

    private AppLog(LogFiles files, String app, LogConfig config, LogPipes pipes) {
        this.files = files;
        this.app = app;
        this.config = config;
        this.pipes = pipes;
    }

    /** @param pipes stops what a process writes as long as its files do not take it */
    public static AppLog open(LogFiles files, String app, LogConfig config, LogPipes pipes) {
        files.loop().checkThread();
        return new AppLog(files, app, config, pipes);
    }

    /** Opens the files of a process; they are there, empty, before it writes anything. */
    public LogPaths add(int pmId) {
        return process(pmId).paths;
    }

    private LoggedProcess process(int pmId) {
        LoggedProcess known = processes.get(pmId);
        if (known != null) {
            return known;
        }
        LogPaths paths = LogPaths.of(config, pmId);
        LoggedProcess process = new LoggedProcess(pmId, paths, pipes);
        if (ended) {
            return process;
        }
        processes.put(pmId, process);
        feed(process, Stream.STDOUT, paths.out());
        feed(process, Stream.STDERR, paths.error());
        feed(process, Stream.STDOUT, paths.combined());
        feed(process, Stream.STDERR, paths.combined());
        return process;
    }

    private void feed(LoggedProcess process, Stream stream, Path path) {
        if (path == null || process.feeds(stream).stream().anyMatch(feed -> feed.file.path().equals(path))) {
            return;
        }
        Rotation rotation = new Rotation(
                config.rotateBytes(), config.rotateEvery(), config.keep(), config.compress(), files.clock(),
                ZoneId.systemDefault());
        LineFormat format = format(process.pmId, stream);
        process.feeds(stream).add(new Feed(files.open(path, rotation, format), format, process));
    }

    private LineFormat format(int pmId, Stream stream) {
        String form = config.dateFormat();
        if (config.json()) {
            TimeFormat time = form == null
                    ? TimeFormat.of(ISO, ZoneOffset.UTC)
                    : TimeFormat.of(form, ZoneId.systemDefault());
            return new JsonFormat(time, app, pmId, stream);
        }
        return form == null
                ? new PlainFormat()
                : new StampedFormat(TimeFormat.of(form, ZoneId.systemDefault()));
    }

    /** A line, or a piece of one, as {@link millrace.cluster.PrimaryEvents#output} has it. */
    public void output(int pmId, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        for (Feed feed : process(pmId).feeds(stream)) {
            feed.piece(buffer, offset, length, endsLine);
        }
        if (!followings.isEmpty()) {
            follow(pmId, stream, buffer, offset, length, endsLine);
        }
    }

    /** Whole lines, as {@link millrace.cluster.PrimaryEvents#outputLines} has them: the way of whoever writes much. */
    public void outputLines(int pmId, Stream stream, byte[] buffer, int offset, int length) {
        for (Feed feed : process(pmId).feeds(stream)) {
            feed.lines(buffer, offset, length);
        }
        if (!followings.isEmpty()) {
            int start = offset;
            for (int at = offset; at < offset + length; at++) {
                if (buffer[at] == '\n') {
                    follow(pmId, stream, buffer, start, at - start, true);
                    start = at + 1;
                }
            }
        }
    }

    private void follow(int pmId, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        LogLine line = null;
        for (Following following : List.copyOf(followings)) {
            if (following.filter.takes(pmId, stream)) {
                if (line == null) {
                    String text = new String(buffer, offset, length, UTF_8);
                    line = new LogLine(pmId, app, stream, files.millis(), text, endsLine);
                }
                following.sink.accept(line);
            }
        }
    }

    /**
     * Gives lines to a follower from now on.
     *
     * @param sink called on the loop; it must not wait
     * @return ends that
     */
    public Runnable follow(LogFilter filter, Consumer<LogLine> sink) {
        Following following = new Following(filter, sink);
        followings.add(following);
        return () -> followings.removeIf(one -> one == following);
    }

    /** Empties the files; completes when that is done, and fails with an {@link java.io.IOException} if it cannot be. */
    public CompletionStage<Void> flush() {
        return each(LogFile::truncate);
    }

    /** Opens the files anew by their names, for whoever has moved them away. */
    public CompletionStage<Void> reopen() {
        return each(LogFile::reopen);
    }

    private CompletionStage<Void> each(Function<LogFile, CompletionStage<Void>> action) {
        Set<LogFile> all = new LinkedHashSet<>();
        processes.values().forEach(process -> {
            process.out.forEach(feed -> all.add(feed.file));
            process.error.forEach(feed -> all.add(feed.file));
        });
        return together(all.stream().map(action).toList());
    }

    private static CompletionStage<Void> together(List<CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** The process is gone for good; completes when all that it wrote is in its files. */
    public CompletionStage<Void> remove(int pmId) {
        LoggedProcess process = processes.remove(pmId);
        if (process == null) {
            return CompletableFuture.completedStage(null);
        }
        List<CompletionStage<Void>> released = new ArrayList<>();
        for (Stream stream : Stream.values()) {
            for (Feed feed : process.feeds(stream)) {
                feed.file.forget(process);
                released.add(files.release(feed.file));
            }
        }
        return together(released);
    }

    /**
     * The app is gone, and what it still says is ignored; completes when all that it said before is in its files. A disk
     * that hangs never lets it complete.
     */
    public CompletionStage<Void> end() {
        ended = true;
        followings.clear();
        return together(List.copyOf(processes.keySet()).stream().map(this::remove).toList());
    }

    /** As {@link #end}, for who does not wait for it. */
    @Override
    public void close() {
        end();
    }
}
