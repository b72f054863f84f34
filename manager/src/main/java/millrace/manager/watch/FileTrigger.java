package millrace.manager.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.manager.config.WatchConfig;
import millrace.offload.file.AsyncFiles;
import millrace.offload.file.FileEvent;
import millrace.offload.file.FileWatch;
import millrace.offload.file.WatchOptions;
import millrace.os.Errno;
import millrace.os.OsException;

/**
 * Tells that files of an app have changed, at rest without any work however many there are. A watched path may be a
 * file, a folder with all in it, or a glob. One that is gone, as a build's output folder is for a moment, is watched again
 * when it is back, which counts as a change. For the loop's thread only.
 */
public final class FileTrigger implements AutoCloseable {
    /** What is written in one go makes one restart: an editor writes a file, deletes and renames others. */
    private static final long SHORTEST_MILLIS = 100;

    private static final long LOOK_MILLIS = 1_000;

    /** Who is told. */
    public interface Listener {
        /** Something has changed; more may have at the same time. */
        void changed(Path path);

        /** A path is not watched, or not any more: a sentence for people, the remedy included. */
        void failed(String sentence);
    }

    private final EventLoop loop;
    private final Listener listener;
    private final Map<Path, Timer> gone = new HashMap<>();
    private final List<FileWatch> watches = new ArrayList<>();
    private final Map<Path, CompletableFuture<Void>> placed = new HashMap<>();
    private boolean closed;

    /**
     * Begins to watch, on the loop, which is that of the calling thread.
     *
     * @param folder the app's, absolute
     * @param own what the app's manager writes itself, and what is made of it ({@code x.log} and {@code x.log.1.gz})
     * @throws IllegalArgumentException when a pattern of those to ignore is none
     */
    public FileTrigger(EventLoop loop, Path folder, WatchConfig config, List<Path> own, Listener listener) {
        this.loop = loop;
        this.listener = listener;
        Set<Path> roots = new LinkedHashSet<>();
        List<Pattern> globs = new ArrayList<>();
        config.paths().forEach(path -> roots.add(root(path, globs)));
        Predicate<Path> ignored = new IgnoredPaths(folder, List.copyOf(roots), config.ignore());
        WatchOptions options = WatchOptions.defaults()
                .withRecursive(true)
                .withDebounce(Duration.ofMillis(Math.max(SHORTEST_MILLIS, config.delayMillis())))
                .withSkip(path -> ignored.test(path) || isOwn(own, path));
        for (Path root : roots) {
            // A folder inside another one is watched with that.
            if (roots.stream().noneMatch(other -> !other.equals(root) && root.startsWith(other))) {
                watch(root, options, globs, config.paths());
            }
        }
    }

    /** @throws IllegalArgumentException when a pattern is none */
    public static void check(Path folder, WatchConfig config) {
        List<Pattern> globs = new ArrayList<>();
        List<Path> roots = config.paths().stream().map(path -> root(path, globs)).toList();
        new IgnoredPaths(folder, roots, config.ignore());
    }

    /** Where the watch of a path begins: for a glob, the last folder before its first star. */
    private static Path root(Path path, List<Pattern> globs) {
        if (!Glob.isGlob(path.toString()) || Files.exists(path)) {
            return path;
        }
        globs.add(Glob.compile(path.toString()));
        Path root = path;
        while (root.getParent() != null && Glob.isGlob(root.toString())) {
            root = root.getParent();
        }
        return root;
    }

    private static boolean isOwn(List<Path> own, Path path) {
        String name = path.toString();
        for (Path file : own) {
            String written = file.toString();
            if (name.startsWith(written)
                    && (name.length() == written.length() || "./-_".indexOf(name.charAt(written.length())) >= 0)) {
                return true;
            }
        }
        return false;
    }

    private void watch(Path root, WatchOptions options, List<Pattern> globs, List<Path> given) {
        try {
            FileWatch watch = AsyncFiles.shared().watch(root, options, events -> changed(events, globs, given));
            watches.add(watch);
            placed.put(root, watch.ready().toCompletableFuture());
            watch.ended().whenComplete((nothing, failure) -> {
                watches.remove(watch);
                ended(root, failure, () -> watch(root, options, globs, given));
            });
        } catch (OsException e) {
            listener.failed(sentence(root, e));
        }
    }

    private void changed(List<FileEvent> events, List<Pattern> globs, List<Path> given) {
        for (FileEvent event : events) {
            Path path = event.path();
            boolean wanted = globs.isEmpty()
                    || event.kind() == FileEvent.Kind.OVERFLOW
                    || given.stream().anyMatch(path::startsWith)
                    || globs.stream().anyMatch(glob -> glob.matcher(path.toString()).matches());
            if (wanted && !closed) {
                listener.changed(path);
                return;
            }
        }
    }

    private void ended(Path root, Throwable failure, Runnable again) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause != null && !closed && !(cause instanceof CancellationException)) {
            listener.failed(sentence(root, cause));
            if (cause instanceof OsException e && e.errno() == Errno.ENOENT.number()) {
                Timer timer = loop.timer(() -> look(root, again));
                gone.put(root, timer);
                timer.arm(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
        }
    }

    /** Whether a path that was gone is back. */
    private void look(Path root, Runnable again) {
        if (Files.exists(root)) {
            gone.remove(root);
            again.run();
            listener.changed(root);
        } else {
            gone.get(root).arm(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private static String sentence(Path root, Throwable cause) {
        String remedy = "";
        if (cause instanceof OsException e && e.errno() == Errno.ENOSPC.number()) {
            remedy = ". As root: sysctl fs.inotify.max_user_watches=1048576";
        } else if (cause instanceof OsException e && e.errno() == Errno.EMFILE.number()) {
            remedy = ". As root: sysctl fs.inotify.max_user_instances=1024";
        } else if (cause instanceof OsException e && e.errno() == Errno.ENOENT.number()) {
            remedy = ". It is watched again when it is there";
        }
        String what = cause instanceof IOException ? cause.getMessage() : "watch " + root + ": " + cause;
        return "changes in " + root + " do not restart the app: " + what + remedy;
    }

    /** Completes when all that could be placed is: what changes from then on is told. */
    CompletionStage<Void> ready() {
        return CompletableFuture.allOf(placed.values().toArray(CompletableFuture[]::new));
    }

    /** Tells nothing any more. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(watches).forEach(FileWatch::close);
        gone.values().forEach(Timer::cancel);
    }
}
