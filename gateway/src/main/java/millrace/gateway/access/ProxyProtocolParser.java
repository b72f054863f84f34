package millrace.gateway.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the header that comes before all else on a connection. Strict where the specification is: an address that is none,
 * an unknown version or command refuses the connection. Families and transports that we do not know leave the client
 * unknown, as the specification wants it.
 */
public final class ProxyProtocolParser {
    /** The header is not complete yet. */
    public static final int INCOMPLETE = 0;

    /** What came is no such header. */
    public static final int BROKEN = -1;

    /** Of version 1, with its CRLF. */
    private static final int LONGEST_LINE = 107;

    /** Of version 2, as nginx has it: room for some certificates' names. */
    private static final int LONGEST = 4096;

    private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int HEAD = SIGNATURE.length + 4;

    private static final int VERSION_2 = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private ProxyProtocol result;

    /** What was said; after a {@link #parse} that answered a length. */
    public ProxyProtocol result() {
        return result;
    }

    /** The length of the header that begins at {@code from}, {@link #INCOMPLETE} or {@link #BROKEN}. */
    public int parse(byte[] b, int from, int limit) {
        if (begins(b, from, limit, LINE)) {
            return limit - from < LINE.length ? INCOMPLETE : line(b, from, limit);
        }
        if (begins(b, from, limit, SIGNATURE)) {
            return limit - from < HEAD ? INCOMPLETE : binary(b, from, limit);
        }
        return BROKEN;
    }

    /** Whether what is there begins so, as far as it goes. */
    private static boolean begins(byte[] b, int from, int limit, byte[] with) {
        int length = Math.min(with.length, limit - from);
        return Arrays.equals(b, from, from + length, with, 0, length);
    }

    private int line(byte[] b, int from, int limit) {
        int end = from + LINE.length;
        if (end < limit && b[end] != 'T' && b[end] != 'U') {
            return BROKEN; // Neither TCP4, TCP6 nor UNKNOWN: who has sent it may wait for an answer.
        }
        int last = Math.min(limit, from + LONGEST_LINE);
        while (end < last && b[end] != '\n') {
            end++;
        }
        if (end == last) {
            return limit - from >= LONGEST_LINE ? BROKEN : INCOMPLETE;
        }
        if (b[end - 1] != '\r') {
            return BROKEN;
        }
        String text = new String(b, from, end - 1 - from, StandardCharsets.ISO_8859_1);
        result = text.equals("PROXY UNKNOWN") || text.startsWith("PROXY UNKNOWN ") ? ProxyProtocol.UNKNOWN : addresses(text);
        return result == null ? BROKEN : end + 1 - from;
    }

    private static ProxyProtocol addresses(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 6 || !words[1].equals("TCP4") && !words[1].equals("TCP6")) {
            return null;
        }
        boolean six = words[1].equals("TCP6");
        InetSocketAddress source = address(words[2], words[4], six);
        InetSocketAddress destination = address(words[3], words[5], six);
        return source == null || destination == null ? null : new ProxyProtocol(source, destination, new byte[0]);
    }

    private static InetSocketAddress address(String host, String port, boolean six) {
        String allowed = six ? "[0-9a-fA-F:.]+" : "\\d{1,3}(\\.\\d{1,3}){3}";
        if (!host.matches(allowed) || six != host.contains(":") || !port.matches("\\d{1,5}")) {
            return null;
        }
        int number = Integer.parseInt(port);
        if (number > 0xffff) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), number);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    private int binary(byte[] b, int from, int limit) {
        int p = from + SIGNATURE.length;
        int version = b[p] >> 4 & 15;
        int command = b[p] & 15;
        int length = (int) ProxyProtocol.bits(b, p + 2, p + 4);
        if (version != VERSION_2 || command != LOCAL && command != PROXY || HEAD + length > LONGEST) {
            return BROKEN;
        }
        if (limit - from < HEAD + length) {
            return INCOMPLETE;
        }
        int family = command == LOCAL ? 0 : b[p + 1] & 0xff;
        result = switch (family) {
            case TCP4 -> addresses(b, from + HEAD, 4, length);
            case TCP6 -> addresses(b, from + HEAD, 16, length);
            default -> ProxyProtocol.UNKNOWN;
        };
        return result == null ? BROKEN : HEAD + length;
    }

    private static ProxyProtocol addresses(byte[] b, int p, int size, int length) {
        int ports = p + 2 * size;
        int end = ports + 4;
        if (end - p > length) {
            return null;
        }
        return new ProxyProtocol(
                address(b, p, size, ports),
                address(b, p + size, size, ports + 2),
                Arrays.copyOfRange(b, end, p + length));
    }

    private static InetSocketAddress address(byte[] b, int p, int size, int port) {
        try {
            InetAddress address = InetAddress.getByAddress(Arrays.copyOfRange(b, p, p + size));
            return new InetSocketAddress(address, (int) ProxyProtocol.bits(b, port, port + 2));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(size + " octets", e);
        }
    }
}
