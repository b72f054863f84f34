package millrace.gateway.sub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/**
 * The texts that one body is searched for, and what takes their place. Where several begin at one place, the one that
 * stands first in the configuration counts. On the loop of the exchange.
 */
final class Needles {
    /** What {@link #match} answers besides the index of a needle. */
    static final int NONE = -1;

    /** What is there may become one when more comes. */
    static final int PERHAPS = -2;

    private final Exchange x;
    private final boolean once;
    private final byte[][] wanted;
    private final Template[] templates;
    private final byte[][] instead;
    private final boolean[] starts = new boolean[256];
    private int left;

    private Needles(Exchange x, boolean once, List<byte[]> wanted, List<Template> templates) {
        this.x = x;
        this.once = once;
        this.wanted = wanted.toArray(byte[][]::new);
        this.templates = templates.toArray(Template[]::new);
        this.instead = new byte[this.wanted.length][];
        this.left = this.wanted.length;
        noteStarts();
    }

    /** Those of a level, their variables resolved; {@code null} when all of them are empty. */
    static Needles of(Exchange x, SubSettings settings) {
        List<byte[]> wanted = new ArrayList<>();
        List<Template> instead = new ArrayList<>();
        for (SubSettings.Pair each : settings.pairs) {
            byte[] octets = Output.ascii(each.wanted().text(x));
            if (octets.length > 0) {
                lower(octets);
                wanted.add(octets);
                instead.add(each.instead());
            }
        }
        return wanted.isEmpty() ? null : new Needles(x, settings.once, wanted, instead);
    }

    private static void lower(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) lower(octets[i]);
        }
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    private void noteStarts() {
        Arrays.fill(starts, false);
        for (byte[] each : wanted) {
            if (each != null) {
                int first = each[0] & 0xff;
                starts[first] = true;
                if (first >= 'a' && first <= 'z') {
                    starts[first & ~0x20] = true;
                }
            }
        }
    }

    /** Whether all have been found, so that nothing has to be looked for any more. */
    boolean areFound() {
        return left == 0;
    }

    boolean mayStart(byte c) {
        return starts[c & 0xff];
    }

    /**
     * Which needle is at a place: its index, {@link #NONE} or {@link #PERHAPS}.
     *
     * @param complete whether nothing comes behind {@code to}
     */
    int match(byte[] b, int from, int to, boolean complete) {
        for (int i = 0; i < wanted.length; i++) {
            byte[] needle = wanted[i];
            if (needle != null && agrees(needle, b, from, Math.min(to, from + needle.length))) {
                if (from + needle.length <= to) {
                    return i;
                }
                if (!complete) {
                    return PERHAPS;
                }
            }
        }
        return NONE;
    }

    private static boolean agrees(byte[] needle, byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (lower(b[i]) != needle[i - from]) {
                return false;
            }
        }
        return true;
    }

    int length(int needle) {
        return wanted[needle].length;
    }

    /** What takes the place of a needle that was found. */
    byte[] replacement(int needle) {
        if (instead[needle] == null) {
            instead[needle] = Output.ascii(templates[needle].text(x));
        }
        if (once) {
            wanted[needle] = null;
            left--;
            noteStarts();
        }
        return instead[needle];
    }
}
