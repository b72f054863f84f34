package millrace.manager.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import millrace.loop.Timer;
import millrace.manager.log.OpenFile.Outcome;

/**
 * A log file: lines are gathered on the loop and written by a worker, one step at a time, so that a disk that is slow or
 * hangs holds up nobody but the processes that write to it. When it cannot be written, lines are counted instead:
 *
 * <pre>
 *   WRITING ──a write fails──▶ STOPPED ──a probe succeeds──▶ TRYING ──written──▶ WRITING
 *                                 ▲────────fails again──────────┘
 * </pre>
 *
 * <p>For the loop's own thread only.
 */
final class LogFile {
    private enum State { WRITING, STOPPED, TRYING, CLOSED }

    /** A stream of lines is written so often; a hand-over to a worker for each of its pieces would cost more than they. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LogFiles files;
    private final Path path;
    private final LineFormat ownFormat;
    private final Rotation rotation;
    private final OpenFile file;
    private final Backlog backlog;
    private final Mixer mixer;
    private final ArrayDeque<Command> commands = new ArrayDeque<>();
    private final Pressure pressure = new Pressure();
    private final Timer probeTimer;
    private final Timer gatherTimer;
    private final Runnable next = this::next;
    private State state = State.WRITING;
    private boolean busy;
    private boolean scheduled;
    private boolean rotates;
    private long writtenNanos = System.nanoTime() - GATHER_NANOS;

    /** The last byte in the file ends no line. */
    private boolean midLine;

    private final Outage outage = new Outage();
    private String failure;
    private CompletableFuture<Void> closing;
    int users;

    /** @param ownFormat how it stands in the file when the logging itself has something to say */
    LogFile(LogFiles files, Path path, Rotation rotation, LineFormat ownFormat) {
        this.files = files;
        this.path = path;
        this.ownFormat = ownFormat;
        this.rotation = rotation;
        this.file = new OpenFile(path, rotation);
        this.backlog = new Backlog(files.spares());
        this.probeTimer = files.loop().timer(() -> command(OpenFile::probe, false));
        this.gatherTimer = files.loop().timer(next);
        this.mixer = new Mixer(files, backlog, this::schedule);
        command(OpenFile::open, false);
    }

    /** Nothing is done with the file before another is done with it. */
    void after(CompletionStage<Void> other) {
        busy = true;
        other.whenComplete((nothing, failure) -> {
            busy = false;
            next();
        });
    }

    void lines(Feed feed, byte[] buffer, int offset, int length) {
        if (state == State.STOPPED) {
            outage.lose(Losses.newlines(buffer, offset, length));
        } else {
            mixer.lines(feed, buffer, offset, length);
            gathered(feed);
        }
    }

    void piece(Feed feed, byte[] buffer, int offset, int length, boolean ends) {
        boolean begins = !feed.inLine;
        feed.inLine = !ends;
        if (feed.skipping && !begins) {
            return;
        }
        feed.skipping = state == State.STOPPED;
        if (feed.skipping) {
            outage.lose(1);
        } else {
            mixer.piece(feed, buffer, offset, length, begins, ends);
            gathered(feed);
        }
    }

    private void gathered(Feed feed) {
        schedule();
        pressure.rises(backlog.bytes(), feed.process);
    }

    /** One write for all that comes in this turn. */
    private void schedule() {
        if (!busy && !scheduled) {
            scheduled = true;
            files.loop().immediate(next);
        }
    }

    private void next() {
        scheduled = false;
        if (busy || state == State.CLOSED) {
            return;
        }
        boolean writes = state != State.STOPPED && !backlog.isEmpty();
        if (!commands.isEmpty()) {
            Command command = commands.poll();
            if (command.afterBacklog() && writes) {
                commands.addFirst(command.now());
                write();
                return;
            }
            step(() -> command.work().apply(file), outcome -> commanded(command, outcome));
        } else if (writes || rotates && state != State.STOPPED && mixer.holder() == null) {
            writeInTime();
        } else if (closing != null) {
            state = State.CLOSED;
            probeTimer.cancel();
            gatherTimer.cancel();
            step(file::close, outcome -> closing.complete(null));
        }
    }

    /** At once after a while of silence, else when there is enough to write or the time has come. */
    private void writeInTime() {
        long wait = writtenNanos + GATHER_NANOS - files.loop().nowNanos();
        if (wait > 0 && closing == null && backlog.bytes() < Backlog.BLOCK_BYTES) {
            gatherTimer.arm(wait);
        } else {
            write();
        }
    }

    private void write() {
        writtenNanos = files.loop().nowNanos();
        gatherTimer.cancel();
        List<LogBuffer> writing = backlog.take();
        boolean mayRotate = mixer.holder() == null;
        boolean must = rotates;
        rotates &= !mayRotate;
        step(() -> file.write(writing, mayRotate, must), this::written);
    }

    private void step(Supplier<Outcome> work, Consumer<Outcome> then) {
        busy = true;
        files.lane().submit(work::get).whenComplete((outcome, thrown) -> {
            busy = false;
            then.accept(thrown == null ? outcome : Outcome.failed(thrown.getMessage()));
            next();
        });
    }

    private void written(Outcome outcome) {
        if (outcome.rotated() != null) {
            files.rotated(path, rotation);
        }
        if (outcome.warning() != null) {
            files.trouble().warning(path, "the log " + path + " goes on growing: " + outcome.warning());
        }
        if (outcome.failure() != null) {
            stop(outcome.failure(), outcome.written());
            return;
        }
        midLine = backlog.isCut(outcome.written(), midLine);
        backlog.written();
        if (state == State.TRYING) {
            goOn();
        }
        pressure.falls(backlog.bytes());
    }

    private void stop(String why, long written) {
        midLine = backlog.isCut(written, midLine);
        outage.begin(backlog.remains(written), midLine, written, mixer, files.millis());
        if (state == State.WRITING) {
            files.trouble().stopped(path, "logging to " + path + " has stopped: " + why
                    + "; the app runs on, its output is counted, and logging resumes by itself");
        }
        state = State.STOPPED;
        failure = why;
        probeTimer.arm(files.probeNanos());
        pressure.falls(0);
    }

    private void commanded(Command command, Outcome outcome) {
        if (outcome.failure() == null && state == State.STOPPED) {
            tryAgain();
        } else if (outcome.failure() != null && state != State.STOPPED) {
            stop(outcome.failure(), 0);
        } else if (state == State.STOPPED) {
            probeTimer.arm(files.probeNanos());
        }
        command.end(outcome.failure() == null ? null : new IOException(path + ": " + outcome.failure()));
    }

    /** First comes what the failure has left undone, then what there is to say about it. */
    private void tryAgain() {
        state = State.TRYING;
        LogBuffer first = backlog.current();
        outage.end(first, ownFormat, failure, files.millis());
        if (first.length == 0) {
            goOn();
        } else {
            backlog.gathered();
            schedule();
        }
    }

    private void goOn() {
        state = State.WRITING;
        failure = null;
        probeTimer.cancel();
        files.trouble().resumed(path, "logging to " + path + " goes on; " + outage.words());
    }

    private CompletionStage<Void> command(Function<OpenFile, Outcome> work, boolean afterBacklog) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closing != null) {
            done.complete(null);
        } else {
            commands.add(new Command(work, afterBacklog, done));
            schedule();
        }
        return done;
    }

    /** Why nothing is written at present, half a sentence; {@code null} when it is. */
    String failure() {
        return failure;
    }

    Path path() {
        return path;
    }

    Rotation rotation() {
        return rotation;
    }

    /** The process writes elsewhere from now on, if at all. */
    void forget(LoggedProcess process) {
        pressure.forget(process);
    }

    /** What waits to be written goes too. */
    CompletionStage<Void> truncate() {
        if (mixer.holder() == null) {
            backlog.discard();
        }
        return command(OpenFile::truncate, false);
    }

    /** What was there to be written before is written into the old file. */
    CompletionStage<Void> reopen() {
        return command(OpenFile::reopen, true);
    }

    /** Completes when all that has come so far is written, or cannot be. */
    CompletionStage<Void> drain() {
        mixer.breakLine();
        return command(OpenFile::open, true);
    }

    /** Starts the next file at the end of the present line. */
    void rotate() {
        rotates = true;
        schedule();
    }

    /** Writes what is there and closes the file. Nothing may come after it. */
    CompletionStage<Void> close() {
        if (closing == null) {
            mixer.breakLine();
            closing = new CompletableFuture<>();
        }
        return closing;
    }
}
