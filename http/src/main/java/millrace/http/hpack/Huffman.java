package millrace.http.hpack;

/**
 * The code of RFC 7541 appendix B. It is canonical: codes of one length follow each other in the order of the symbols, so
 * the lengths alone define it.
 */
final class Huffman {
    /** Less than an octet. */
    static final int PADDING_BITS = 7;

    /** {@link #decode}: not a string in this code. */
    static final int MALFORMED = -1;

    /** For each octet, and the end of string behind them, the length of its code: A for 5 bits, Z for 30. */
    private static final String LENGTHS = "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
            + "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
            + "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
            + "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;
    private static final int END = 256;

    /** A look at this many bits finds most symbols at once. */
    private static final int LOOK_BITS = 9;

    private static final int[] CODES = new int[END + 1];
    private static final byte[] BITS = new byte[END + 1];

    /** For each beginning: the symbol, and above it the length of its code, or 0 when that is longer. */
    private static final short[] LOOK = new short[1 << LOOK_BITS];

    /** For each length: the first code that is not of this length or a shorter one, as if it had the longest length. */
    private static final int[] LIMITS = new int[LONGEST + 1];

    /** For each length: what to add to a code for its symbol's place in {@link #ORDER}. */
    private static final int[] PLACES = new int[LONGEST + 1];

    private static final short[] ORDER = new short[END + 1];

    static {
        int code = 0;
        int place = 0;
        for (int bits = SHORTEST; bits <= LONGEST; bits++) {
            PLACES[bits] = place - code;
            for (int symbol = 0; symbol <= END; symbol++) {
                if (LENGTHS.charAt(symbol) - 'A' + SHORTEST == bits) {
                    CODES[symbol] = code++;
                    BITS[symbol] = (byte) bits;
                    ORDER[place++] = (short) symbol;
                }
            }
            LIMITS[bits] = code << LONGEST - bits;
            code <<= 1;
        }
        for (int symbol = 0; symbol < END; symbol++) {
            int rest = LOOK_BITS - BITS[symbol];
            for (int i = 0; rest >= 0 && i < 1 << rest; i++) {
                LOOK[CODES[symbol] << rest | i] = (short) (BITS[symbol] << 8 | symbol);
            }
        }
    }

    private Huffman() {}

    /** How many octets so many encoded ones can become. */
    static int mostDecoded(int encoded) {
        return (int) (encoded * 8L / SHORTEST);
    }

    /**
     * Decodes a string; the target has {@link #mostDecoded} octets.
     *
     * @return where it ends in the target, or {@link #MALFORMED}
     */
    static int decode(byte[] b, int from, int to, byte[] target, int at, int mostPadding) {
        long window = 0; // Its lowest bits are what has been read and not been decoded.
        int held = 0;
        int p = from;
        int out = at;
        while (true) {
            while (held <= 56 && p < to) {
                window = window << 8 | b[p++] & 0xff;
                held += 8;
            }
            if (held < SHORTEST) {
                break;
            }
            // Beyond the end come ones, as in the padding: no symbol but the end of string is made of ones alone.
            int look = (int) (held >= LOOK_BITS ? window >>> held - LOOK_BITS
                    : window << LOOK_BITS - held | (1 << LOOK_BITS - held) - 1) & (1 << LOOK_BITS) - 1;
            int entry = LOOK[look];
            int bits = entry >>> 8;
            if (bits == 0) {
                if (held < LOOK_BITS && p == to) {
                    break;
                }
                int found = decodeLong(window, held);
                if (found < 0) {
                    return MALFORMED;
                }
                bits = found >>> 9;
                entry = found & 0x1ff;
                if (entry == END || bits > held) {
                    return bits > held && isPadding(window, held, mostPadding) ? out : MALFORMED;
                }
            } else if (bits > held) {
                break;
            }
            target[out++] = (byte) entry;
            held -= bits;
        }
        return isPadding(window, held, mostPadding) ? out : MALFORMED;
    }

    /** The length of the code at the window's beginning, and behind it its symbol. */
    private static int decodeLong(long window, int held) {
        int top = (int) (held >= LONGEST ? window >>> held - LONGEST
                : window << LONGEST - held | (1L << LONGEST - held) - 1) & (1 << LONGEST) - 1;
        for (int bits = LOOK_BITS + 1; bits <= LONGEST; bits++) {
            if (top < LIMITS[bits]) {
                return bits << 9 | ORDER[(top >>> LONGEST - bits) + PLACES[bits]];
            }
        }
        return MALFORMED;
    }

    /** All ones (section 5.2). */
    private static boolean isPadding(long window, int held, int most) {
        return held <= most && (window & (1 << held) - 1) == (1 << held) - 1;
    }

    /** How many octets a string has in this code. */
    static int encodedLength(byte[] b, int from, int to) {
        long bits = 0;
        for (int p = from; p < to; p++) {
            bits += BITS[b[p] & 0xff];
        }
        return (int) (bits + 7 >>> 3);
    }

    /** Encodes a string; answers where it ends in the target. */
    static int encode(byte[] b, int from, int to, byte[] target, int at) {
        long window = 0;
        int held = 0;
        int out = at;
        for (int p = from; p < to; p++) {
            int symbol = b[p] & 0xff;
            window = window << BITS[symbol] | CODES[symbol];
            held += BITS[symbol];
            while (held >= 8) {
                held -= 8;
                target[out++] = (byte) (window >>> held);
            }
        }
        if (held > 0) {
            target[out++] = (byte) (window << 8 - held | 0xff >>> held);
        }
        return out;
    }
}
