package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Knows the two lines that a worker answers to every connection, by their bytes, in the form in which Node writes them:
 *
 * <pre>
 *   {"cmd":"NODE_HANDLE_ACK"}
 *   {"cmd":"NODE_CLUSTER","ack":123,"accepted":true,"seq":45}
 * </pre>
 *
 * <p>Whatever looks different in the least goes through the parser, and means the same there.
 */
final class AnswerScan {
    /** Answers of {@link #read}; a number from 0 up is that of a connection which is accepted. */
    static final long ARRIVED = -1;

    static final long OTHER = -2;

    private static final byte[] HANDLE_ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}".getBytes(US_ASCII);
    private static final byte[] BEFORE_NUMBER = "{\"cmd\":\"NODE_CLUSTER\",\"ack\":".getBytes(US_ASCII);
    private static final byte[] AFTER_NUMBER = ",\"accepted\":true,\"seq\":".getBytes(US_ASCII);

    /** Fits a {@code long}, and the integers that JavaScript is exact on. */
    private static final int MOST_DIGITS = 15;

    private AnswerScan() {}

    static long read(byte[] line, int offset, int length) {
        if (length == HANDLE_ACK.length) {
            return matches(HANDLE_ACK, line, offset) ? ARRIVED : OTHER;
        }
        int end = offset + length;
        int shortest = BEFORE_NUMBER.length + AFTER_NUMBER.length + 3;
        if (length < shortest || !matches(BEFORE_NUMBER, line, offset)) {
            return OTHER;
        }
        int at = offset + BEFORE_NUMBER.length;
        int digitsEnd = digits(line, at, end);
        if (digitsEnd == at || end - digitsEnd < AFTER_NUMBER.length + 2 || !matches(AFTER_NUMBER, line, digitsEnd)) {
            return OTHER;
        }
        int seq = digitsEnd + AFTER_NUMBER.length;
        int seqEnd = digits(line, seq, end);
        return seqEnd > seq && seqEnd == end - 1 && line[seqEnd] == '}' ? number(line, at, digitsEnd) : OTHER;
    }

    private static boolean matches(byte[] expected, byte[] line, int offset) {
        return Arrays.equals(expected, 0, expected.length, line, offset, offset + expected.length);
    }

    /** Where the digits end that begin at {@code from}; at {@code from} when they are none, too many, or lead with 0. */
    private static int digits(byte[] line, int from, int end) {
        int at = from;
        while (at < end && line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        boolean leadingZero = at > from + 1 && line[from] == '0';
        return leadingZero || at - from > MOST_DIGITS ? from : at;
    }

    private static long number(byte[] line, int from, int to) {
        long value = 0;
        for (int at = from; at < to; at++) {
            value = value * 10 + line[at] - '0';
        }
        return value;
    }
}
