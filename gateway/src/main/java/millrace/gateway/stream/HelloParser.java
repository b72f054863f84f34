package millrace.gateway.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the first message of a TLS connection without answering it. It is given all that has come so far, each time from
 * the beginning on. Whatever comes, it reads nothing beyond, and what makes no sense is no message.
 */
final class HelloParser {
    /** How far it has come. */
    enum State {
        INCOMPLETE,
        /** The message was read. */
        DONE,
        /** It is not TLS, or nothing that can be understood. */
        NONE
    }

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int MOST_RECORD_BYTES = 16_384;
    private static final int RANDOM = 32;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int HOST_NAME = 0;
    private static final int DRAFT = 0x7f;

    private Hello hello;
    private int version;
    private String serverName;
    private List<String> protocols;

    /** What was read; {@code null} unless it is done. */
    Hello hello() {
        return hello;
    }

    State parse(byte[] b, int from, int length) {
        if (length == 0) {
            return State.INCOMPLETE;
        }
        if (isOldHello(b, from, length)) {
            hello = new Hello(b[from + 3] == 0 ? "SSLv2" : name(two(b, from + 3)), "", List.of());
            return State.DONE;
        }
        // Copied once, in however many records it comes.
        byte[] message = new byte[length];
        int had = 0;
        int p = from;
        int end = from + length;
        while (true) {
            if (b[p] != HANDSHAKE || end - p > 1 && b[p + 1] != 3) {
                return State.NONE;
            }
            if (end - p < RECORD_HEAD) {
                return State.INCOMPLETE;
            }
            int size = two(b, p + 3);
            if (size == 0 || size > MOST_RECORD_BYTES) {
                return State.NONE;
            }
            p += RECORD_HEAD;
            int here = Math.min(size, end - p);
            System.arraycopy(b, p, message, had, here);
            had += here;
            p += here;
            State state = message(message, had);
            if (state != State.INCOMPLETE || p == end) {
                return state;
            }
        }
    }

    /** One of SSL 2 that offers what came after it (RFC 5246 appendix E.2). */
    private static boolean isOldHello(byte[] b, int from, int length) {
        return length >= RECORD_HEAD && b[from] < 0 && b[from + 2] == CLIENT_HELLO && (b[from + 3] == 0 || b[from + 3] == 3);
    }

    private State message(byte[] m, int length) {
        if (length == 0) {
            return State.INCOMPLETE;
        }
        if (m[0] != CLIENT_HELLO) {
            return State.NONE;
        }
        if (length < MESSAGE_HEAD) {
            return State.INCOMPLETE;
        }
        int end = MESSAGE_HEAD + ((m[1] & 0xff) << 16 | two(m, 2));
        if (length < end) {
            return State.INCOMPLETE;
        }
        version = -1;
        serverName = "";
        protocols = List.of();
        if (!body(m, MESSAGE_HEAD, end)) {
            return State.NONE;
        }
        hello = new Hello(name(version), serverName, protocols);
        return State.DONE;
    }

    private boolean body(byte[] m, int from, int end) {
        int p = from + 2 + RANDOM;
        if (p >= end) {
            return false;
        }
        version = two(m, from);
        p += 1 + (m[p] & 0xff); // The session.
        p = p + 2 > end ? end + 1 : p + 2 + two(m, p); // The ciphers.
        p = p >= end ? end + 1 : p + 1 + (m[p] & 0xff); // Compressions.
        if (p > end) {
            return false;
        }
        return p == end || p + 2 <= end && p + 2 + two(m, p) <= end && extensions(m, p + 2, p + 2 + two(m, p));
    }

    private boolean extensions(byte[] m, int from, int end) {
        int p = from;
        while (p < end) {
            int start = p + 4;
            if (start > end) {
                return false;
            }
            int type = two(m, p);
            int stop = start + two(m, p + 2);
            if (stop > end && type == SUPPORTED_VERSIONS) {
                // nginx, too, believes the length of all extensions here.
                stop = end;
            }
            if (stop > end) {
                return false;
            }
            boolean good = switch (type) {
                case SERVER_NAME -> serverName(m, start, stop);
                case ALPN -> protocols(m, start, stop);
                case SUPPORTED_VERSIONS -> versions(m, start, stop);
                default -> true;
            };
            if (!good) {
                return false;
            }
            p = stop;
        }
        return true;
    }

    private boolean serverName(byte[] m, int from, int end) {
        int p = from + 2;
        while (p + 3 <= end) {
            int stop = p + 3 + two(m, p + 1);
            if (stop > end) {
                return false;
            }
            if (m[p] == HOST_NAME) {
                serverName = text(m, p + 3, stop).toLowerCase(Locale.ROOT);
                return true;
            }
            p = stop;
        }
        return p <= end;
    }

    private boolean protocols(byte[] m, int from, int end) {
        List<String> all = new ArrayList<>();
        int p = from + 2;
        while (p < end) {
            int stop = p + 1 + (m[p] & 0xff);
            if (stop > end || stop == p + 1) {
                return false;
            }
            all.add(text(m, p + 1, stop));
            p = stop;
        }
        protocols = List.copyOf(all);
        return p == end;
    }

    /** The highest of those that we know: clients also name some that nobody does (RFC 8701). */
    private boolean versions(byte[] m, int from, int end) {
        int best = -1;
        for (int p = from + 1; p + 2 <= end; p += 2) {
            int each = two(m, p);
            if (!name(each).isEmpty() && each > best) {
                best = each;
            }
        }
        version = best < 0 ? version : best;
        return true;
    }

    private static String name(int version) {
        return switch (version) {
            case 0x300 -> "SSLv3";
            case 0x301 -> "TLSv1";
            case 0x302 -> "TLSv1.1";
            case 0x303 -> "TLSv1.2";
            case 0x304 -> "TLSv1.3";
            // The drafts of 1.3 had numbers of their own.
            default -> version >> 8 == DRAFT ? "TLSv1.3" : "";
        };
    }

    private static int two(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
    }

    private static String text(byte[] b, int from, int end) {
        return new String(b, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
