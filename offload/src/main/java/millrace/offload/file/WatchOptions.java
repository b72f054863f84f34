package millrace.offload.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How a folder is watched.
 *
 * @param recursive whether folders in it are watched too, those made later included
 * @param debounce events wait until nothing has changed for so long, but no longer than ten times that
 * @param skip what is of no interest, and, when it is a folder, nothing in it; asked on the loop and on workers
 * @param mostChanges more files than that in one batch are an overflow
 */
public record WatchOptions(boolean recursive, Duration debounce, Predicate<Path> skip, int mostChanges) {
    private static final WatchOptions DEFAULTS =
            new WatchOptions(false, Duration.ofMillis(50), path -> false, 10_000);

    public WatchOptions {
        Objects.requireNonNull(skip);
        if (debounce.isNegative() || mostChanges < 1) {
            throw new IllegalArgumentException("debounce " + debounce + ", mostChanges " + mostChanges);
        }
    }

    /** One folder, 50 ms, all files, 10,000 changes. */
    public static WatchOptions defaults() {
        return DEFAULTS;
    }

    public WatchOptions withRecursive(boolean recursive) {
        return new WatchOptions(recursive, debounce, skip, mostChanges);
    }

    public WatchOptions withDebounce(Duration debounce) {
        return new WatchOptions(recursive, debounce, skip, mostChanges);
    }

    public WatchOptions withSkip(Predicate<Path> skip) {
        return new WatchOptions(recursive, debounce, skip, mostChanges);
    }

    public WatchOptions withMostChanges(int mostChanges) {
        return new WatchOptions(recursive, debounce, skip, mostChanges);
    }
}
