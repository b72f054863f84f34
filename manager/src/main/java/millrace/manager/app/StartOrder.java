package millrace.manager.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order apps start that need each other: those of one wave at once, those of the next when these are ready. To
 * stop them the waves are gone through backwards. Pure logic (Kahn's algorithm).
 */
public final class StartOrder {
    private StartOrder() {}

    /** Apps need each other in a circle. */
    public static final class CycleException extends Exception {
        private static final long serialVersionUID = 1;

        CycleException(List<String> cycle) {
            super("these apps wait for each other: " + String.join(" -> ", cycle) + ": take one out of depends_on");
        }
    }

    /**
     * @param needs for each app, by name, the names of those that it needs; names that are no key are taken as there
     * @return the apps in waves, in the given order within each
     */
    public static List<List<String>> waves(Map<String, ? extends Collection<String>> needs) throws CycleException {
        Map<String, Set<String>> open = new LinkedHashMap<>();
        needs.forEach((app, needed) -> {
            Set<String> inside = new LinkedHashSet<>(needed);
            inside.retainAll(needs.keySet());
            open.put(app, inside);
        });
        List<List<String>> waves = new ArrayList<>();
        while (!open.isEmpty()) {
            List<String> wave = open.keySet().stream().filter(app -> open.get(app).isEmpty()).toList();
            if (wave.isEmpty()) {
                throw new CycleException(cycle(open));
            }
            wave.forEach(open::remove);
            open.values().forEach(needed -> wave.forEach(needed::remove));
            waves.add(wave);
        }
        return waves;
    }

    /** Everyone left needs somebody left: following the first need comes to a circle. */
    private static List<String> cycle(Map<String, Set<String>> open) {
        List<String> path = new ArrayList<>();
        String app = open.keySet().iterator().next();
        while (!path.contains(app)) {
            path.add(app);
            app = open.get(app).iterator().next();
        }
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(app), path.size()));
        cycle.add(app);
        return cycle;
    }
}
