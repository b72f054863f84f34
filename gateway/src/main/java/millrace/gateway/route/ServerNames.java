package millrace.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import millrace.gateway.pattern.Captures;
import millrace.gateway.pattern.Pattern;

/**
 * Which of the servers that share a port a name belongs to: an exact name first, then the longest wildcard at its begin,
 * the longest at its end, and the first regular expression. However many there are, it costs as much as the name has
 * labels. Immutable.
 *
 * @param <T> a server
 */
public final class ServerNames<T> {
    private final T otherwise;
    private final OctetMap<T> exact;
    /** With the dot that they begin with. */
    private final OctetMap<T> suffixes;
    /** With the dot that they end with. */
    private final OctetMap<T> prefixes;
    private final Pattern[] patterns;
    private final List<T> ofPatterns;
    private final boolean single;

    private ServerNames(Builder<T> from) {
        otherwise = from.otherwise;
        exact = new OctetMap<>(from.exact);
        suffixes = new OctetMap<>(from.suffixes);
        prefixes = new OctetMap<>(from.prefixes);
        patterns = from.patterns.toArray(Pattern[]::new);
        ofPatterns = List.copyOf(from.ofPatterns);
        single = from.single;
    }

    /**
     * The server of a name.
     *
     * @param host in lower case, as {@link HostName} leaves it; an empty range if the request names none
     * @param captures filled if it is found by a pattern
     * @return the default server if it is nobody's
     */
    public T find(byte[] host, int from, int to, Captures captures) {
        T found = single ? null : findNamed(host, from, to, captures);
        return found == null ? otherwise : found;
    }

    /** As {@link #find}, but {@code null} if it is nobody's. */
    public T findNamed(byte[] host, int from, int to, Captures captures) {
        T found = exact.get(host, from, to);
        if (found == null && !suffixes.isEmpty()) {
            found = bySuffix(host, from, to);
        }
        if (found == null && !prefixes.isEmpty()) {
            found = byPrefix(host, from, to);
        }
        for (int i = 0; found == null && from < to && i < patterns.length; i++) {
            if (patterns[i].matches(host, from, to - from, captures)) {
                found = ofPatterns.get(i);
            }
        }
        return found;
    }

    private T bySuffix(byte[] host, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            T found = host[i] == '.' ? suffixes.get(host, i, to) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private T byPrefix(byte[] host, int from, int to) {
        for (int i = to - 2; i > from; i--) {
            T found = host[i] == '.' ? prefixes.get(host, from, i + 1) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Gathers the names of one port. */
    public static final class Builder<T> {
        private final Map<String, T> exact = new HashMap<>();
        private final Map<String, T> suffixes = new HashMap<>();
        private final Map<String, T> prefixes = new HashMap<>();
        private final List<Pattern> patterns = new ArrayList<>();
        private final List<T> ofPatterns = new ArrayList<>();
        private final T otherwise;
        private boolean single = true;

        /** @param otherwise the default server */
        public Builder(T otherwise) {
            this.otherwise = otherwise;
        }

        /** Whether a name is one: exact, {@code *.x.y}, {@code .x.y} or {@code x.y.*}. */
        public static boolean isValid(String name) {
            String rest = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1)
                    : name.endsWith(".*") ? name.substring(0, name.length() - 2) : name;
            boolean bare = name.length() == rest.length();
            return (bare || !rest.isEmpty()) && rest.indexOf('*') < 0 && !rest.contains("..")
                    && (bare || !rest.startsWith("."));
        }

        /**
         * @param name {@linkplain #isValid valid}
         * @return false if another server has it already, which keeps it
         */
        public boolean name(String name, T server) {
            single &= server == otherwise;
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("*.")) {
                return add(suffixes, lower.substring(1), server);
            }
            if (lower.startsWith(".")) {
                boolean both = add(exact, lower.substring(1), server);
                return add(suffixes, lower, server) && both;
            }
            if (lower.endsWith(".*")) {
                return add(prefixes, lower.substring(0, lower.length() - 1), server);
            }
            return add(exact, lower, server);
        }

        private boolean add(Map<String, T> to, String key, T server) {
            T before = to.putIfAbsent(key, server);
            return before == null || before == server;
        }

        /** {@code ~…}. */
        public void pattern(Pattern pattern, T server) {
            single = false;
            patterns.add(pattern);
            ofPatterns.add(server);
        }

        public ServerNames<T> build() {
            return new ServerNames<>(this);
        }
    }
}
