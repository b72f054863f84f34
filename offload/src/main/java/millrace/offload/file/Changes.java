package millrace.offload.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import millrace.offload.file.FileEvent.Kind;

/**
 * What has changed since the last events: one change for each path, bounded. Pure logic.
 *
 * <pre>
 *                    then CREATED    MODIFIED    DELETED
 *   was not there
 *     CREATED             CREATED    CREATED     PASSED
 *     PASSED              CREATED    CREATED     PASSED      told as DELETED, since somebody may have looked meanwhile
 *   was there
 *     MODIFIED            MODIFIED   MODIFIED    DELETED
 *     DELETED             MODIFIED   MODIFIED    DELETED
 * </pre>
 */
final class Changes {
    private enum Net { CREATED, PASSED, MODIFIED, DELETED }

    /** @param order of the event that is to be told */
    private record Change(long order, Path path, Net net) {}

    private final Path root;
    private final int most;

    /** By the paths' names with a slash behind, so that a folder and all in it are neighbours. */
    private final TreeMap<String, Change> changes = new TreeMap<>();

    private long events;
    private boolean overflow;

    Changes(Path root, int most) {
        this.root = root;
        this.most = most;
    }

    void add(Kind now, Path path) {
        switch (now) {
            case OVERFLOW -> overflow();
            case CREATED -> merge(path, Net.CREATED, Net.CREATED, Net.MODIFIED);
            case MODIFIED -> merge(path, Net.MODIFIED, Net.CREATED, Net.MODIFIED);
            case DELETED -> {
                merge(path, Net.DELETED, Net.PASSED, Net.DELETED);
                withItsTree(path);
            }
        }
    }

    private void merge(Path path, Net first, Net wasNotThere, Net wasThere) {
        if (overflow) {
            return;
        }
        changes.merge(path + "/", new Change(events++, path, first), (before, now) -> switch (before.net) {
            case CREATED, PASSED -> new Change(before.order, path, wasNotThere);
            case MODIFIED, DELETED -> new Change(before.order, path, wasThere);
        });
        if (changes.size() > most) {
            overflow();
        }
    }

    /** What was told of the content of a folder goes with it; what comes after that, comes after the folder. */
    private void withItsTree(Path path) {
        changes.subMap(path + "/", false, path + "0", false).clear();
        changes.computeIfPresent(path + "/", (name, change) -> new Change(events++, path, change.net));
    }

    private void overflow() {
        overflow = true;
        changes.clear();
    }

    boolean isEmpty() {
        return changes.isEmpty() && !overflow;
    }

    /** The events, in the order in which the paths first changed or last went; nothing has changed after that. */
    List<FileEvent> take() {
        List<FileEvent> told = new ArrayList<>(changes.size() + 1);
        if (overflow) {
            told.add(new FileEvent(Kind.OVERFLOW, root));
        }
        changes.values().stream()
                .sorted(Comparator.comparingLong(Change::order))
                .forEach(change -> told.add(new FileEvent(told(change.net), change.path)));
        changes.clear();
        overflow = false;
        return told;
    }

    private static Kind told(Net net) {
        return switch (net) {
            case CREATED -> Kind.CREATED;
            case MODIFIED -> Kind.MODIFIED;
            case PASSED, DELETED -> Kind.DELETED;
        };
    }
}
