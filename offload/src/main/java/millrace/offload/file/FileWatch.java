package millrace.offload.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import millrace.loop.Timer;
import millrace.loop.Watch;
import millrace.offload.file.FileEvent.Kind;
import millrace.offload.flow.PatientLane;
import millrace.os.Errno;
import millrace.os.Inotify;
import millrace.os.OsException;

/**
 * Tells what changes in a folder, or of a file, by {@code inotify(7)} on the loop's poller: no thread, and at rest no
 * work, however large the tree. One watch of the kernel for each folder; of a file it is the folder that it is in, so
 * that editors that replace files are noticed.
 *
 * <pre>
 *   kernel's queue ──▶ read ──▶ {@link Changes} ── quiet for the debounce time ──▶ listener
 *                       │  ▲
 *           new folder  ▼  │  watches placed, what was in it before counts as created
 *                   {@link FolderScan} on a worker; meanwhile the queue is not read, so that all stays in order
 * </pre>
 *
 * <p>Events begin when {@link #ready} completes. A file renamed is one deleted and one created. A folder renamed away
 * is deleted, without a word of each file in it. When the watched path itself is gone, the watch ends.
 *
 * <p>For the loop's thread only.
 */
public final class FileWatch implements AutoCloseable {
    /** Events that never stop coming are told of all the same, after so many debounce times. */
    private static final int MOST_DELAYS = 10;

    private static final String WATCH = "watch";

    private final PatientLane lane;
    private final Path path;
    private final WatchOptions options;
    private final Consumer<List<FileEvent>> listener;
    private final Inotify inotify = Inotify.open();
    private final Queue queue;
    private final Changes changes;
    private final Timer delivery;
    private final WatchedFolders folders = new WatchedFolders();
    private final Set<Path> unscanned = new LinkedHashSet<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** The folder that is watched, and, when only one file of it is of interest, that. */
    private Path root;

    private Path only;

    /** The one under way. */
    private FolderScan scan;

    private boolean eventsLost;
    private boolean rootGone;
    private boolean over;
    private long firstChangeNanos;

    FileWatch(PatientLane lane, Path path, WatchOptions options, Consumer<List<FileEvent>> listener) throws OsException {
        this.lane = lane;
        this.path = path;
        this.options = options;
        this.listener = listener;
        this.queue = new Queue();
        this.changes = new Changes(path, options.mostChanges());
        this.delivery = lane.loop().timer(this::deliver);
        lane.submit(() -> Files.exists(path) && !Files.isDirectory(path), (isFile, failure) -> begin(isFile, failure));
    }

    /** Completes when all watches are placed: what changes from then on is told. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** Completes when the watch is over: in order after {@link #close}, else with the reason. */
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    /** Ends it; what has not been told is not told any more. Closing twice is the same as once. */
    @Override
    public void close() {
        lane.loop().checkThread();
        end(null);
    }

    private void begin(Boolean isFile, Throwable failure) {
        if (failure != null) {
            end(failure);
        }
        if (over) {
            return;
        }
        only = isFile ? path : null;
        root = !isFile ? path : path.getParent() == null ? Path.of("") : path.getParent();
        unscanned.add(root);
        scan();
    }

    /** The kernel's queue of events. */
    private final class Queue extends Watch {
        Queue() {
            super(lane.loop(), inotify.fd());
        }

        @Override
        protected void ready(int bits) {
            int result = inotify.read(FileWatch.this::event);
            if (result < 0 && !Errno.EAGAIN.is(result)) {
                end(FileException.of(WATCH, path, result));
            } else if (rootGone) {
                // Not from here: what a listener throws must not be this descriptor's end.
                lane.loop().execute(FileWatch.this::deliver);
                lane.loop().execute(() -> end(FileException.of(
                        WATCH, root, Errno.ENOENT, "it was deleted or renamed: watch what is there now")));
            } else if (eventsLost || !unscanned.isEmpty()) {
                interest(0);
                scan();
            } else if (result > 0) {
                again(READ);
            }
        }

        /** Reads on; what is in the queue already may have been reported before. */
        void resume() {
            interest(READ);
            again(READ);
        }

        @Override
        protected void closed() {
            end(FileException.of(WATCH, path, Errno.ECANCELED, "its loop has ended"));
        }
    }

    private void event(int watch, int mask, String name) {
        Path folder = folders.folder(watch);
        if ((mask & Inotify.Q_OVERFLOW) != 0) {
            eventsLost = true;
            changed(Kind.OVERFLOW, path);
        } else if (folder == null) {
            // What is left over of a watch that was removed.
            return;
        } else if ((mask & (Inotify.IGNORED | Inotify.MOVE_SELF)) != 0) {
            folders.remove(watch);
            rootGone |= folder.equals(root);
        } else {
            entryEvent(folder.resolve(name), mask);
        }
        if (rootGone) {
            changed(Kind.DELETED, path);
        }
    }

    private void entryEvent(Path entry, int mask) {
        if (only != null ? !entry.equals(only) : options.skip().test(entry)) {
            return;
        }
        boolean tree = options.recursive() && only == null && (mask & Inotify.ISDIR) != 0;
        if ((mask & (Inotify.CREATE | Inotify.MOVED_TO)) != 0) {
            changed(Kind.CREATED, entry);
            if (tree) {
                unscanned.add(entry);
            }
        } else if ((mask & (Inotify.DELETE | Inotify.MOVED_FROM)) != 0) {
            changed(Kind.DELETED, entry);
            if (tree) {
                unscanned.removeIf(folder -> folder.startsWith(entry));
                folders.removeTree(entry).forEach(inotify::remove);
            }
        } else {
            changed(Kind.MODIFIED, entry);
        }
    }

    private void changed(Kind kind, Path entry) {
        long now = lane.loop().nowNanos();
        if (changes.isEmpty()) {
            firstChangeNanos = now;
        }
        changes.add(kind, entry);
        long debounceNanos = options.debounce().toNanos();
        long latestNanos = firstChangeNanos + MOST_DELAYS * debounceNanos;
        delivery.arm(Math.min(debounceNanos, latestNanos - now));
    }

    private void deliver() {
        if (!over && !changes.isEmpty()) {
            listener.accept(changes.take());
        }
    }

    private void scan() {
        List<Path> todo = eventsLost ? List.of(root) : new ArrayList<>(unscanned);
        boolean anew = eventsLost;
        eventsLost = false;
        unscanned.clear();
        FolderScan begun = new FolderScan(inotify, options.withRecursive(options.recursive() && only == null), root);
        scan = begun;
        lane.submit(() -> begun.run(todo), (done, failure) -> {
            scan = null;
            if (over) {
                queue.close();
            } else if (failure != null) {
                end(failure);
            } else {
                scanned(done, anew);
            }
        });
    }

    private void scanned(FolderScan done, boolean anew) {
        done.watched().forEach((watch, folder) -> folders.add(watch, folder).ifPresent(inotify::remove));
        if (anew) {
            folders.retain(done.watched().keySet()).forEach(inotify::remove);
        } else if (ready.isDone()) {
            done.found().forEach(entry -> changed(Kind.CREATED, entry));
            if (done.isFoundTooMuch()) {
                changed(Kind.OVERFLOW, path);
            }
        }
        queue.resume();
        ready.complete(null);
    }

    private void end(Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        delivery.cancel();
        if (scan == null) {
            queue.close();
        } else {
            // The worker still uses the descriptor, whose number somebody else might get.
            scan.cancel();
        }
        if (failure == null) {
            ready.cancel(false);
            ended.complete(null);
        } else {
            ready.completeExceptionally(failure);
            ended.completeExceptionally(failure);
        }
    }
}
