package millrace.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.gateway.pattern.Captures;
import millrace.gateway.pattern.Pattern;

/**
 * The locations of a server, or those inside a location. A path belongs to the location with just its name, else to the
 * first pattern that matches, else to the location whose name is its longest begin; {@code ^~} keeps patterns out.
 *
 * <p>Names are in a radix tree: it costs as much as the path is long, however many there are. Immutable.
 *
 * @param <T> a location
 */
public final class LocationTree<T> {
    private final RadixTree<Entry<T>> names;
    private final List<Entry<T>> patterns;

    private LocationTree(RadixTree<Entry<T>> names, List<Entry<T>> patterns) {
        this.names = names;
        this.patterns = patterns;
    }

    /** Locations of one name: there may be an exact one and a prefix, and a pattern stands for itself. */
    private static final class Entry<T> {
        T exact;
        T prefix;
        boolean noPatterns;
        boolean addsSlash;
        /** The location of this name and a slash, if requests for this one shall be sent there. */
        T withSlash;
        /** Inside the prefix. */
        LocationTree<T> inside;
        Pattern pattern;
    }

    /** What was found. For one thread, used again. */
    public static final class Result<T> {
        private T location;
        private boolean addSlash;

        /** Null if the path belongs to nobody. */
        public T location() {
            return location;
        }

        /** Whether the path lacks only the last slash of the location's name, and shall be sent there. */
        public boolean addSlash() {
            return addSlash;
        }
    }

    /**
     * @param path decoded
     * @param captures filled if it is found by a pattern
     */
    public void find(byte[] path, int from, int to, Captures captures, Result<T> result) {
        result.location = null;
        result.addSlash = false;
        search(path, from, to, captures, result);
    }

    /** Whether it is final: an outer level need not look at its patterns. */
    private boolean search(byte[] path, int from, int to, Captures captures, Result<T> result) {
        RadixTree.Node<Entry<T>> node = names.find(path, from, to);
        Entry<T> entry = node == null ? null : node.value;
        boolean whole = entry != null && node.depth == to - from;
        if (whole && entry.exact != null) {
            result.location = entry.exact;
            return true;
        }
        if (whole && entry.prefix == null && entry.withSlash != null) {
            result.location = entry.withSlash;
            result.addSlash = true;
            return true;
        }
        while (entry != null && entry.prefix == null) {
            node = node.shorter;
            entry = node == null ? null : node.value;
        }
        if (entry != null) {
            result.location = entry.prefix;
            if (entry.inside != null && entry.inside.search(path, from, to, captures, result)) {
                return true;
            }
        }
        return (entry == null || !entry.noPatterns) && byPattern(path, from, to, captures, result);
    }

    private boolean byPattern(byte[] path, int from, int to, Captures captures, Result<T> result) {
        for (int i = 0; i < patterns.size(); i++) {
            Entry<T> entry = patterns.get(i);
            if (entry.pattern.matches(path, from, to - from, captures)) {
                result.location = entry.exact;
                if (entry.inside != null) {
                    entry.inside.search(path, from, to, captures, result);
                }
                return true;
            }
        }
        return false;
    }

    /** Gathers locations of one level, in the order of the configuration. Names are one character for each octet. */
    public static final class Builder<T> {
        private final Map<String, Entry<T>> names = new HashMap<>();
        private final List<Entry<T>> patterns = new ArrayList<>();

        /** {@code = name}; false if there is one already. */
        public boolean exact(String name, T location, boolean addsSlash) {
            Entry<T> entry = names.computeIfAbsent(name, n -> new Entry<>());
            boolean fresh = entry.exact == null;
            entry.exact = fresh ? location : entry.exact;
            entry.addsSlash |= addsSlash;
            return fresh;
        }

        /**
         * A location for all that begins with its name; false if there is one already.
         *
         * @param noPatterns {@code ^~}
         * @param addsSlash whether a path that lacks the last slash of the name shall be redirected
         * @param inside its own locations, or null
         */
        public boolean prefix(String name, T location, boolean noPatterns, boolean addsSlash, LocationTree<T> inside) {
            Entry<T> entry = names.computeIfAbsent(name, n -> new Entry<>());
            if (entry.prefix != null) {
                return false;
            }
            entry.prefix = location;
            entry.noPatterns = noPatterns;
            entry.addsSlash |= addsSlash;
            entry.inside = inside;
            return true;
        }

        /** {@code ~} and {@code ~*}. */
        public void pattern(Pattern pattern, T location, LocationTree<T> inside) {
            Entry<T> entry = new Entry<>();
            entry.exact = location;
            entry.pattern = pattern;
            entry.inside = inside;
            patterns.add(entry);
        }

        public boolean isEmpty() {
            return names.isEmpty() && patterns.isEmpty();
        }

        public LocationTree<T> build() {
            for (String name : List.copyOf(names.keySet())) {
                Entry<T> entry = names.get(name);
                if (entry.addsSlash && name.endsWith("/")) {
                    names.computeIfAbsent(name.substring(0, name.length() - 1), n -> new Entry<>()).withSlash =
                            entry.exact != null ? entry.exact : entry.prefix;
                }
            }
            return new LocationTree<>(RadixTree.of(names), List.copyOf(patterns));
        }
    }
}
