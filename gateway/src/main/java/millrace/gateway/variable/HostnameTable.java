package millrace.gateway.variable;

/**
 * A table of names and, if it is one of host names, of names with a star in place of the first or the last labels. The
 * exact name comes first, then the longest with a star in front, then the longest with one at the end.
 */
final class HostnameTable<V> {
    /** What was wrong with a name. */
    enum Refusal { INVALID, CONFLICT }

    private final OctetTable<V> exact = new OctetTable<>();
    /** By what follows the star, with its dot. */
    private final OctetTable<V> heads = new OctetTable<>();
    /** By what comes before the star, with its dot. */
    private final OctetTable<V> tails = new OctetTable<>();

    boolean addExact(String name, V value) {
        return exact.add(name, value);
    }

    /**
     * Adds a name that may have a star, or a dot in front, which stands for the name itself and all below it; null if
     * it is done.
     */
    Refusal addHostname(String name, V value) {
        int star = name.indexOf('*');
        if (name.contains("..") || star != name.lastIndexOf('*')) {
            return Refusal.INVALID;
        }
        boolean added;
        if (name.startsWith(".") && star < 0 && name.length() > 1) {
            added = exact.add(name.substring(1), value) && heads.add(name, value);
        } else if (name.startsWith("*.") && name.length() > 2) {
            added = heads.add(name.substring(1), value);
        } else if (name.endsWith(".*") && name.length() > 2) {
            added = tails.add(name.substring(0, name.length() - 1), value);
        } else if (star >= 0) {
            return Refusal.INVALID;
        } else {
            added = exact.add(name, value);
        }
        return added ? null : Refusal.CONFLICT;
    }

    /** Of names without stars only. */
    V findExact(byte[] octets, int from, int to) {
        return exact.find(octets, from, to);
    }

    V find(byte[] octets, int from, int to) {
        V found = exact.find(octets, from, to);
        for (int at = from + 1; found == null && at < to; at++) {
            if (octets[at] == '.') {
                found = heads.find(octets, at, to);
            }
        }
        for (int at = to - 1; found == null && at > from; at--) {
            if (octets[at] == '.') {
                found = tails.find(octets, from, at + 1);
            }
        }
        return found;
    }
}
