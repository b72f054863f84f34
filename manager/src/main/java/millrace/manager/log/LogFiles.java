package millrace.manager.log;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;

/**
 * All log files of a daemon: each path is one {@link LogFile}, however many apps write to it. For the loop's own thread.
 */
public final class LogFiles {
    private static final int MOST_RUNNING = 32;

    /** The wall clock may be set, and the loop's timers do not hear of it. */
    private static final long LONGEST_WAIT_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final EventLoop loop;
    private final LogTrouble trouble;
    private final InstantSource clock;
    private final long probeNanos;
    private final long holdNanos;
    private final Lane lane = IoPool.shared().lane("logs", LaneOptions.defaults().withMaxRunning(MOST_RUNNING));
    private final Spares spares = new Spares();
    private final Map<Path, LogFile> open = new LinkedHashMap<>();
    private final Set<LogFile> closing = new LinkedHashSet<>();
    private final Map<Path, Archive> archives = new HashMap<>();
    private final Map<LogFile, Long> due = new LinkedHashMap<>();
    private final Timer rotationTimer;

    public LogFiles(EventLoop loop, LogTrouble trouble) {
        this(loop, trouble, InstantSource.system(), TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(1));
    }

    /**
     * @param probeNanos after which time a file that could not be written is tried again
     * @param holdNanos how long others wait for the end of a line that comes in pieces
     */
    LogFiles(EventLoop loop, LogTrouble trouble, InstantSource clock, long probeNanos, long holdNanos) {
        this.loop = loop;
        this.trouble = trouble;
        this.clock = clock;
        this.probeNanos = probeNanos;
        this.holdNanos = holdNanos;
        this.rotationTimer = loop.timer(this::rotateDue);
    }

    /** Has one user more; the first says how the file is rotated. */
    LogFile open(Path path, Rotation rotation, LineFormat ownFormat) {
        LogFile known = open.get(path);
        LogFile file = known != null ? known : make(path, rotation, ownFormat);
        file.users++;
        return file;
    }

    private LogFile make(Path path, Rotation rotation, LineFormat ownFormat) {
        LogFile file = new LogFile(this, path, rotation, ownFormat);
        // What came before stands before it, also when the disk is slow.
        closing.stream().filter(old -> old.path().equals(path)).reduce((old, last) -> last)
                .ifPresent(last -> file.after(last.close()));
        open.put(path, file);
        if (rotation.every() != null) {
            due.put(file, rotation.nextMillis());
            armRotation();
        }
        return file;
    }

    /** Has one user less; completes when the file is closed, or at once when it has others. */
    CompletionStage<Void> release(LogFile file) {
        if (--file.users > 0) {
            return CompletableFuture.completedStage(null);
        }
        open.remove(file.path());
        due.remove(file);
        closing.add(file);
        return file.close().whenComplete((nothing, failure) -> closing.remove(file));
    }

    /**
     * For who is about to leave: completes when all that has come so far is in its files, or after this time, since a
     * disk may hang.
     */
    public CompletionStage<Void> drain(long mostNanos) {
        List<CompletionStage<Void>> stages = new ArrayList<>();
        open.values().forEach(file -> stages.add(file.drain()));
        closing.forEach(file -> stages.add(file.close()));
        CompletableFuture<Void> drained = new CompletableFuture<>();
        Timer patience = loop.schedule(() -> drained.complete(null), mostNanos, TimeUnit.NANOSECONDS);
        // Why a file could not be written has been said where it was noticed.
        CompletableFuture.allOf(
                        stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
                .whenComplete((nothing, failure) -> {
                    patience.cancel();
                    drained.complete(null);
                });
        return drained;
    }

    private void armRotation() {
        due.values().stream().min(Long::compare).ifPresent(at ->
                rotationTimer.arm(TimeUnit.MILLISECONDS.toNanos(Math.min(LONGEST_WAIT_MILLIS, at - clock.millis()))));
    }

    private void rotateDue() {
        long now = clock.millis();
        due.replaceAll((file, at) -> {
            if (now < at) {
                return at;
            }
            file.rotate();
            return file.rotation().nextMillis();
        });
        armRotation();
    }

    /** A file has made room for the next one: the old one is compressed, and the oldest go. */
    void rotated(Path path, Rotation rotation) {
        archives.computeIfAbsent(path, one -> new Archive(lane, one, rotation, trouble, () -> archives.remove(one)))
                .add();
    }

    /** Why a file cannot be written at present, half a sentence for people; {@code null} when it can, or is not open. */
    public String failure(Path path) {
        LogFile file = open.get(path);
        return file == null ? null : file.failure();
    }

    EventLoop loop() {
        return loop;
    }

    Lane lane() {
        return lane;
    }

    LogTrouble trouble() {
        return trouble;
    }

    Spares spares() {
        return spares;
    }

    InstantSource clock() {
        return clock;
    }

    long millis() {
        return clock.millis();
    }

    long probeNanos() {
        return probeNanos;
    }

    long holdNanos() {
        return holdNanos;
    }
}
