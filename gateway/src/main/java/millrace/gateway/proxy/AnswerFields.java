package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import millrace.http.codec.Fields;

/** What becomes of the fields of an answer, by their names; one for each level. Immutable. */
final class AnswerFields {
    /** A field that goes to the client as it is. */
    static final int PLAIN = 0;

    static final int LOCATION = 1;
    static final int REFRESH = 2;
    static final int SET_COOKIE = 3;
    static final int ACCEPT_RANGES = 4;
    static final int ACCEL_REDIRECT = 5;
    static final int ACCEL_LIMIT_RATE = 6;
    static final int ACCEL_BUFFERING = 7;
    static final int ACCEL_CHARSET = 8;

    /** What an answer may have several lines of; behind these numbers come names of which nothing else is special. */
    private static final int SEVERAL = 1 << SET_COOKIE | 1 << ACCEPT_RANGES;

    private static final List<String> SPECIAL = List.of("", "location", "refresh", "set-cookie", "accept-ranges",
            "x-accel-redirect", "x-accel-limit-rate", "x-accel-buffering", "x-accel-charset", "content-type",
            "content-encoding", "last-modified", "etag", "expires");

    /** Of the connection to the upstream, or written anew. */
    private static final List<String> NEVER_PASSED =
            List.of("connection", "keep-alive", "transfer-encoding", "content-length");

    /** Kept back unless {@code proxy_pass_header} says otherwise. */
    private static final List<String> USUALLY_HIDDEN = List.of("date", "server", "x-pad", "x-accel-expires",
            "x-accel-redirect", "x-accel-limit-rate", "x-accel-buffering", "x-accel-charset");

    /** Those that say how a message is read come before it or never (RFC 9110 section 6.5.1); worse ones were refused. */
    private static final Set<String> NEVER_TRAILING =
            Set.of("content-encoding", "content-range", "content-type", "te", "trailer");

    private final NameSet names;
    private final int[] specials;
    private final boolean[] kept;

    AnswerFields(List<String> hidden, List<String> passed) {
        Set<String> hide = new HashSet<>(USUALLY_HIDDEN);
        passed.forEach(name -> hide.remove(lower(name)));
        hidden.forEach(name -> hide.add(lower(name)));
        hide.addAll(NEVER_PASSED);
        Set<String> all = new HashSet<>(hide);
        all.addAll(SPECIAL.subList(1, SPECIAL.size()));
        List<String> order = new ArrayList<>(all);
        names = new NameSet(order);
        specials = order.stream().mapToInt(name -> Math.max(PLAIN, SPECIAL.indexOf(name))).toArray();
        kept = new boolean[order.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = hide.contains(order.get(i));
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The number of a name that something is done about, else {@link NameSet#NONE}. */
    int number(byte[] b, int from, int to) {
        return names.number(b, from, to);
    }

    /** What is done about it besides. */
    int special(int number) {
        return specials[number];
    }

    /** The bit of a field of which an answer has one line; 0 for others. */
    int onceBit(int number) {
        int special = specials[number];
        return special == PLAIN ? 0 : 1 << special & ~SEVERAL;
    }

    /** Whether a field that stood behind the body may go to the client there. */
    boolean mayTrail(Fields fields, int line) {
        int number = number(fields.buffer(), fields.nameStart(line), fields.nameEnd(line));
        return (number == NameSet.NONE || !kept[number]) && !NEVER_TRAILING.contains(lower(fields.name(line)));
    }

    /** Whether it is kept back. */
    boolean isKept(int number) {
        return kept[number];
    }
}
