package millrace.manager.survive;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;
import millrace.manager.Home;

/**
 * What a daemon notes of the processes it runs, for the daemon after it, should it die without stopping them. Written beside
 * the loop soon after each change, many changes at once. For the loop's own thread.
 *
 * <p>It need not outlive the machine, whose processes do not either: so nobody waits for the disk.
 */
public final class RunningList {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ListFile file;
    private final Supplier<List<SavedApp>> apps;
    private final Consumer<String> warnings;
    private final Timer timer;
    private final Lane lane = IoPool.shared().lane("running list", LaneOptions.defaults().withMaxRunning(1));
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean changed;
    private boolean writing;
    private boolean closed;
    private boolean deleting;
    private String lastProblem;

    /**
     * @param apps what runs at present; called on the loop
     * @param warnings gets a sentence when it cannot be written
     */
    public RunningList(EventLoop loop, Home home, Supplier<List<SavedApp>> apps, Consumer<String> warnings) {
        this.file = file(home);
        this.apps = apps;
        this.warnings = warnings;
        this.timer = loop.timer(this::write);
    }

    private static ListFile file(Home home) {
        return new ListFile(home.running());
    }

    /** Something has started, ended, been added or removed. */
    public void changed() {
        if (!changed && !closed) {
            changed = true;
            if (!writing) {
                timer.arm(PAUSE_NANOS);
            }
        }
    }

    private void write() {
        if (closed) {
            return;
        }
        changed = false;
        writing = true;
        submit().whenComplete((done, problem) -> {
            writing = false;
            report(problem == null ? null : String.valueOf(problem.getMessage()));
            if (deleting) {
                delete();
            } else if (changed && !closed) {
                timer.arm(PAUSE_NANOS);
            }
        });
    }

    /** The lane keeps the order. */
    private CompletionStage<Void> submit() {
        List<SavedApp> now = apps.get();
        return lane.submit(() -> {
            file.write(SavedList.of(now), false);
            return null;
        });
    }

    /** Once for each problem: a full disk is full at every change. */
    private void report(String problem) {
        if (problem != null && !problem.equals(lastProblem)) {
            warnings.accept("what runs cannot be noted for the next daemon (" + problem
                    + "): if this one is killed, its apps are on their own");
        }
        lastProblem = problem;
    }

    /**
     * The process ends, and what runs goes on.
     *
     * @return completes on the loop when all that is to be known of it is written; exceptionally when that cannot be,
     *     and then it goes on being noted
     */
    public CompletionStage<Void> leave() {
        closed = true;
        timer.cancel();
        return submit().whenComplete((written, problem) -> closed = problem == null);
    }

    /**
     * Nothing runs any more, on purpose: the next daemon starts with nothing.
     *
     * @return completes on the loop when the file is gone; the process should not end before
     */
    public CompletionStage<Void> close() {
        closed = true;
        deleting = true;
        timer.cancel();
        if (!writing) {
            delete();
        }
        return gone;
    }

    private void delete() {
        try {
            file.delete();
        } catch (IOException e) {
            warnings.accept("the list of what ran cannot be removed: " + e.getMessage());
        }
        gone.complete(null);
    }

    /**
     * What a daemon that was killed has left. Blocks.
     *
     * @return {@code null}: nothing, or of an earlier run of the machine
     * @throws IOException naming the file, when it cannot be read
     */
    public static SavedList left(Home home) throws IOException {
        ListFile file = file(home);
        if (!file.exists()) {
            return null;
        }
        try {
            SavedList list = file.read();
            return list.isOfThisBoot() ? list : null;
        } catch (IOException e) {
            throw new IOException(file + " cannot be used: " + e.getMessage()
                    + ". Apps of the daemon before this one may still run: \"millrace resurrect\" starts those saved", e);
        }
    }
}
