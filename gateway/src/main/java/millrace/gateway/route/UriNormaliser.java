package millrace.gateway.route;

/**
 * Takes a request target apart into path and arguments, and decodes the path: {@code %41}, {@code //}, {@code /./} and
 * {@code /../} are gone afterwards, a fragment as well.
 *
 * <p>Nearly all paths need nothing of that. They stay where they are, and finding so out is one pass over their octets. An
 * encoded slash or dot counts as one. For one thread; its array is used again.
 */
public final class UriNormaliser {
    private enum State { USUAL, SLASH, DOT, DOT_DOT }

    private byte[] own = new byte[256];
    private byte[] bytes;
    private int start;
    private int end;
    private int argsStart;
    private int argsEnd;
    /** Where decoding is: the next octet read and written. */
    private int at;
    private int to;

    /**
     * Reads a target that begins with a slash.
     *
     * @return false if it is malformed, has an octet zero, or climbs above the root: 400
     */
    public boolean read(byte[] source, int from, int limit, boolean mergeSlashes) {
        bytes = source;
        start = from;
        argsStart = -1;
        argsEnd = -1;
        for (int i = from; i < limit; i++) {
            switch (source[i]) {
                case '?' -> {
                    end = i;
                    args(i + 1, limit);
                    return true;
                }
                case '%', '#' -> {
                    return decode(i, limit, mergeSlashes);
                }
                case '/' -> {
                    // A merged slash is none, but one that stays still matters to the dots behind it.
                    if (i + 1 < limit && (source[i + 1] == '/' || source[i + 1] == '.')) {
                        return decode(i, limit, mergeSlashes);
                    }
                }
                default -> { }
            }
        }
        end = limit;
        return true;
    }

    /** The array that {@link #start} and {@link #end} are in: the one given, or one that the next call uses again. */
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** Where the arguments begin in the array given; −1 without a question mark. */
    public int argsStart() {
        return argsStart;
    }

    public int argsEnd() {
        return argsEnd;
    }

    private void args(int from, int limit) {
        argsStart = from;
        argsEnd = from;
        while (argsEnd < limit && bytes[argsEnd] != '#') {
            argsEnd++;
        }
    }

    /** What is in front of {@code first} is as it shall be. */
    private boolean decode(int first, int limit, boolean mergeSlashes) {
        byte[] source = bytes;
        int begin = start;
        if (own.length < limit - begin) {
            own = new byte[Math.max(limit - begin, 2 * own.length)];
        }
        System.arraycopy(source, begin, own, 0, first - begin);
        at = first;
        to = first - begin;
        State state = first > begin && source[first - 1] == '/' ? State.SLASH : State.USUAL;
        while (at < limit && state != null) {
            int c = source[at++];
            boolean literal = false;
            if (c == '?' || c == '#') {
                at--;
                break;
            }
            if (c == '%') {
                c = escaped(source, limit);
                if (c <= 0) {
                    return false;
                }
                literal = c == '%' || c == '#' || c == '?';
            }
            state = literal ? literal(c) : step(state, c, mergeSlashes);
        }
        boolean inside = state != null && finished(state);
        if (inside && at < limit && source[at] == '?') {
            args(at + 1, limit);
        }
        bytes = own;
        start = 0;
        end = to;
        return inside;
    }

    /** The octet behind a percent sign; negative if there is none. */
    private int escaped(byte[] source, int limit) {
        if (limit - at < 2) {
            return -1;
        }
        int high = Character.digit(source[at], 16);
        int low = Character.digit(source[at + 1], 16);
        at += 2;
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private State literal(int c) {
        own[to++] = (byte) c;
        return State.USUAL;
    }

    /** Takes an octet; null if the path has climbed above the root. */
    private State step(State state, int c, boolean mergeSlashes) {
        if (c == '/') {
            return slash(state, mergeSlashes);
        }
        own[to++] = (byte) c;
        if (c != '.') {
            return State.USUAL;
        }
        return switch (state) {
            case SLASH -> State.DOT;
            case DOT -> State.DOT_DOT;
            default -> State.USUAL;
        };
    }

    private State slash(State state, boolean mergeSlashes) {
        switch (state) {
            case USUAL -> own[to++] = '/';
            case SLASH -> {
                if (!mergeSlashes) {
                    own[to++] = '/';
                }
            }
            case DOT -> to--;
            case DOT_DOT -> {
                if (!up()) {
                    return null;
                }
            }
        }
        return State.SLASH;
    }

    private boolean finished(State state) {
        if (state == State.DOT) {
            to--;
        }
        return state != State.DOT_DOT || up();
    }

    /** Takes back {@code x/..}, to the slash in front; false if there is no such. */
    private boolean up() {
        int slash = to - 4;
        while (slash >= 0 && own[slash] != '/') {
            slash--;
        }
        to = slash + 1;
        return slash >= 0;
    }
}
