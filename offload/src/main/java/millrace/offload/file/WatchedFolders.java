package millrace.offload.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which of the kernel's watches belongs to which folder. For the loop's thread only. */
final class WatchedFolders {
    private final Map<Integer, Path> byWatch = new HashMap<>();

    /** In the order of their names with a slash behind, so that a folder and all in it are neighbours. */
    private final TreeMap<String, Integer> byName = new TreeMap<>();

    private static String name(Path folder) {
        return folder + "/";
    }

    Path folder(int watch) {
        return byWatch.get(watch);
    }

    /**
     * A folder that was moved has its old watch under a new name.
     *
     * @return the watch of another folder that had this name, and is of no more use
     */
    Optional<Integer> add(int watch, Path folder) {
        remove(watch);
        Optional<Integer> former = Optional.ofNullable(byName.put(name(folder), watch));
        former.ifPresent(byWatch::remove);
        byWatch.put(watch, folder);
        return former;
    }

    void remove(int watch) {
        Path folder = byWatch.remove(watch);
        if (folder != null) {
            byName.remove(name(folder));
        }
    }

    /** Forgets a folder and all in it: their watches. */
    List<Integer> removeTree(Path folder) {
        Map<String, Integer> tree = byName.subMap(name(folder), folder + "0");
        List<Integer> watches = new ArrayList<>(tree.values());
        tree.clear();
        watches.forEach(byWatch::remove);
        return watches;
    }

    /** Forgets all but these: the watches of those it has forgotten. */
    Set<Integer> retain(Set<Integer> watches) {
        Set<Integer> gone = new HashSet<>(byWatch.keySet());
        gone.removeAll(watches);
        gone.forEach(this::remove);
        return gone;
    }
}
