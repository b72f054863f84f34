package millrace.offload.dns;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A domain name as it is sent: labels of up to 63 bytes, 255 in all. Two names that differ only in the case of ASCII
 * letters are equal. Immutable. Source: RFC 1035 section 3.1, RFC 4343.
 */
final class DomainName {
    static final int LONGEST = 255;
    static final int LONGEST_LABEL = 63;
    private static final String TOO_LONG = "it is longer than " + LONGEST + " bytes";

    /** Each label behind its length, and the empty one of the root at the end. */
    private final byte[] wire;

    private final int hash;

    private DomainName(byte[] wire) {
        this.wire = wire;
        int sum = 0;
        for (byte b : wire) {
            sum = 31 * sum + lower(b);
        }
        this.hash = sum;
    }

    /** Takes bytes that are known to be a whole name. */
    static DomainName ofWire(byte[] wire) {
        return new DomainName(wire);
    }

    /**
     * Reads a name as people write it: with or without the dot at the end, {@code \.} and {@code \065} for odd bytes,
     * other scripts by IDNA.
     *
     * @throws IllegalArgumentException when it is no name; the message says why
     */
    static DomainName of(String text) {
        return new DomainName(new TextParser(text.chars().allMatch(c -> c < 0x80) ? text : ascii(text)).parse());
    }

    /** Of no text that cannot become a name: the time that IDNA takes grows with the square of the length. */
    private static String ascii(String text) {
        if (text.length() > 2 * LONGEST) {
            throw bad(text, TOO_LONG);
        }
        return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
    }

    private static IllegalArgumentException bad(String text, String why) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return new IllegalArgumentException("\"" + shown + "\" is no domain name: " + why);
    }

    /** The name under which the names of an address stand. Source: RFC 1035 section 3.5, RFC 3596 section 2.5. */
    static DomainName reverse(InetAddress address) {
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            int value = bytes[i] & 0xff;
            if (bytes.length == 4) {
                text.append(value).append('.');
            } else {
                text.append(Character.forDigit(value & 15, 16)).append('.');
                text.append(Character.forDigit(value >> 4, 16)).append('.');
            }
        }
        return of(text.append(bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString());
    }

    /** This name in front of another one. Both together must not be too long. */
    DomainName under(DomainName suffix) {
        byte[] joined = Arrays.copyOf(wire, wire.length - 1 + suffix.wire.length);
        System.arraycopy(suffix.wire, 0, joined, wire.length - 1, suffix.wire.length);
        return new DomainName(joined);
    }

    /** Whether this name is another one or below it. */
    boolean isUnder(DomainName zone) {
        int at = 0;
        while (wire.length - at > zone.wire.length) {
            at += wire[at] + 1;
        }
        return equals(wire, at, zone.wire);
    }

    /** How many dots it has as people write it, without one at the end. */
    int dots() {
        int labels = 0;
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            labels++;
        }
        return Math.max(0, labels - 1);
    }

    /** The bytes themselves: not to be changed. */
    byte[] wire() {
        return wire;
    }

    boolean isRoot() {
        return wire.length == 1;
    }

    /** Whether the bytes are the same, the case of letters included. */
    boolean sameBytes(DomainName other) {
        return Arrays.equals(wire, other.wire);
    }

    /** Without a dot at the end (the root is {@code "."}); what is not printable is escaped, so it is safe to log. */
    @Override
    public String toString() {
        if (isRoot()) {
            return ".";
        }
        StringBuilder text = new StringBuilder(wire.length);
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            if (at > 0) {
                text.append('.');
            }
            for (int i = at + 1; i <= at + wire[at]; i++) {
                append(text, wire[i] & 0xff);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int value) {
        if (value == '.' || value == '\\') {
            text.append('\\').append((char) value);
        } else if (value > ' ' && value < 0x7f) {
            text.append((char) value);
        } else {
            text.append('\\').append((char) ('0' + value / 100));
            text.append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
        }
    }

    /** The length bytes are below the letters, so that they may be folded with the rest. */
    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof DomainName other && other.hash == hash && equals(wire, 0, other.wire);
    }

    private static boolean equals(byte[] a, int from, byte[] b) {
        if (a.length - from != b.length) {
            return false;
        }
        for (int i = 0; i < b.length; i++) {
            if (lower(a[from + i]) != lower(b[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** From text to bytes; used once. */
    private static final class TextParser {
        private final String text;
        private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        private final byte[] label = new byte[LONGEST_LABEL];
        private int length;
        private int at;

        TextParser(String text) {
            this.text = text;
        }

        byte[] parse() {
            if (text.isEmpty()) {
                throw bad("it is empty");
            }
            if (!text.equals(".")) {
                while (at < text.length()) {
                    next();
                }
                if (length > 0) {
                    endLabel();
                }
            }
            wire.write(0);
            if (wire.size() > LONGEST) {
                throw bad(TOO_LONG);
            }
            return wire.toByteArray();
        }

        private void next() {
            char c = text.charAt(at++);
            if (c == '.') {
                endLabel();
            } else if (c == '\\') {
                add(escaped());
            } else if (c <= ' ' || c >= 0x7f) {
                throw bad("it has a space or a control character");
            } else {
                add(c);
            }
        }

        private int escaped() {
            if (at == text.length()) {
                throw bad("a backslash ends it");
            }
            char first = text.charAt(at++);
            if (first < '0' || first > '9') {
                return first;
            }
            int value = at + 2 <= text.length() && text.substring(at - 1, at + 2).matches("[0-9]{3}")
                    ? Integer.parseInt(text.substring(at - 1, at + 2))
                    : 256;
            if (value > 255) {
                throw bad("after a backslash three digits up to 255 are expected");
            }
            at += 2;
            return value;
        }

        private void add(int value) {
            if (length == LONGEST_LABEL) {
                throw bad("a label is longer than " + LONGEST_LABEL + " bytes");
            }
            label[length++] = (byte) value;
        }

        private void endLabel() {
            if (length == 0) {
                throw bad("a label is empty");
            }
            wire.write(length);
            wire.write(label, 0, length);
            length = 0;
        }

        private IllegalArgumentException bad(String why) {
            return DomainName.bad(text, why);
        }
    }
}
