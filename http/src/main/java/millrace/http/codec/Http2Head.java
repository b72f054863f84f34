package millrace.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Fills a {@link RequestHead} from the fields of an HTTP/2 request (RFC 9113 sections 8.2 and 8.3), so that whoever reads
 * heads need not know which protocol brought them. The memory is the head's own: the decoder writes right into it.
 *
 * <p>{@code :authority} becomes Host, several lines of Cookie become one (section 8.2.3), and behind the fields stands a
 * request line. For one block after the other, on one thread.
 */
public final class Http2Head extends Http2Fields {
    private static final byte[] HOST = Output.ascii("host");
    private static final byte[] COOKIE = Output.ascii("cookie: ");
    private static final byte[] SEPARATOR = {';', ' '};
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] VERSION = Output.ascii(" HTTP/2.0");
    private static final byte[] GET = Output.ascii("GET");
    private static final byte[] COLON = {':', ' '};
    private static final byte[] UPGRADE = Output.ascii("Upgrade");
    private static final byte[] WEBSOCKET = Output.ascii("websocket");
    private static final byte[] CONNECTION = Output.ascii("Connection");
    private static final byte[] KEY_FIELD = Output.ascii("Sec-WebSocket-Key");
    private static final String KEY = "sec-websocket-key";

    private static final int METHOD = 0;
    private static final int SCHEME = 1;
    private static final int PATH = 2;
    private static final int AUTHORITY = 3;
    private static final int PROTOCOL = 4;
    private static final String[] PSEUDO = {":method", ":scheme", ":path", ":authority", ":protocol"};

    private final Limits limits;
    private final Supplier<byte[]> keys;
    private RequestHead head;
    private boolean otherHost;
    private int cookies;

    public Http2Head(Limits limits) {
        this(limits, null);
    }

    /**
     * For who passes requests on in HTTP/1: a CONNECT that asks for a WebSocket (RFC 8441) becomes the GET that asks for the
     * same upgrade there (RFC 6455 section 4.1). {@link RequestHead#protocol} still tells it apart.
     *
     * @param keys make values of Sec-WebSocket-Key, which requests of HTTP/2 do not have; {@code null}: a CONNECT stays one
     */
    public Http2Head(Limits limits, Supplier<byte[]> keys) {
        super(PSEUDO, limits.fieldCount());
        this.limits = limits;
        this.keys = keys;
    }

    /** What a decoder may keep of a block. */
    public int mostListBytes() {
        return limits.requestLineBytes() + limits.fieldBytes();
    }

    /** A request's fields come next. */
    public void begin(RequestHead into) {
        head = into;
        head.reset();
        otherHost = false;
        cookies = 0;
        begin(head.fields(), head.memory(), false);
    }

    @Override
    void pseudo(int which, byte[] b, int nameEnd) {
        if (which == AUTHORITY && starts[which] < ends[which]) {
            System.arraycopy(HOST, 0, b, nameEnd - HOST.length, HOST.length);
            fields.add(nameEnd - HOST.length, nameEnd, starts[which], ends[which]);
            made++;
        }
    }

    @Override
    boolean ordinary(byte[] b, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int size = nameEnd - nameStart;
        if (size == 2 && Chars.equalsIgnoreCase(b, nameStart, nameEnd, "te")) {
            malformed = !Chars.equalsIgnoreCase(b, valueStart, valueEnd, "trailers");
        } else if (size == 4 && starts[AUTHORITY] >= 0 && Chars.equalsIgnoreCase(b, nameStart, nameEnd, "host")) {
            otherHost |= !Arrays.equals(b, starts[AUTHORITY], ends[AUTHORITY], b, valueStart, valueEnd);
            return false;
        } else if (size == 6 && Chars.equalsIgnoreCase(b, nameStart, nameEnd, "cookie")) {
            cookies++;
        }
        return size != KEY.length() || !isUpgrade() || !Chars.equalsIgnoreCase(b, nameStart, nameEnd, KEY);
    }

    /**
     * All fields have come: the head is complete, or {@link RequestHead#refusal} says why it is refused.
     *
     * @param ended whether no body follows
     * @param tunnels whether {@code :protocol} may be asked for (RFC 8441)
     * @return false when the request is malformed, so that it has no answer but a reset
     */
    public boolean complete(boolean ended, boolean tunnels) {
        if (malformed || !tooMuch && !isWhole(tunnels)) {
            requestLine();
            head.adopt(bytes(), length());
            head.refusal = Refusal.MALFORMED;
            head.keepAlive = true;
            return false;
        }
        if (cookies > 1 && !tooMuch) {
            joinCookies();
        }
        boolean upgrade = !tooMuch && isUpgrade();
        if (upgrade) {
            upgradeLines();
        }
        requestLine();
        head.adopt(bytes(), length());
        head.refusal = tooMuch ? Refusal.FIELDS_TOO_LONG : decide();
        head.keepAlive = true;
        if (upgrade) {
            asUpgrade();
        } else if (head.refusal == null && head.lengthLine < 0 && !ended) {
            head.contentLength = RequestHead.CHUNKED;
        }
        boolean bodyMissing = head.refusal == null && ended && head.contentLength > 0;
        if (bodyMissing) {
            head.refusal = Refusal.MALFORMED; // Who answers it all the same does not take it for a request.
        }
        return !bodyMissing;
    }

    private boolean isWhole(boolean tunnels) {
        byte[] b = bytes();
        if (starts[METHOD] < 0 || Chars.skipToken(b, starts[METHOD], ends[METHOD]) != ends[METHOD]
                || starts[METHOD] == ends[METHOD]) {
            return false;
        }
        boolean connect = Chars.equalsIgnoreCase(b, starts[METHOD], ends[METHOD], "CONNECT");
        boolean tunnel = starts[PROTOCOL] >= 0;
        if (tunnel && !(connect && tunnels)) {
            return false;
        }
        if (connect && !tunnel) {
            return starts[SCHEME] < 0 && starts[PATH] < 0 && starts[AUTHORITY] >= 0;
        }
        return starts[SCHEME] >= 0 && starts[SCHEME] < ends[SCHEME] && starts[PATH] >= 0 && starts[PATH] < ends[PATH]
                && isPath(b, starts[PATH], ends[PATH]);
    }

    /** Whether a WebSocket is asked for, in words that are to become those of HTTP/1. */
    private boolean isUpgrade() {
        return keys != null && starts[PROTOCOL] >= 0
                && Chars.equalsIgnoreCase(bytes(), starts[PROTOCOL], ends[PROTOCOL], "websocket");
    }

    private void upgradeLines() {
        line(UPGRADE, WEBSOCKET);
        line(CONNECTION, UPGRADE);
        line(KEY_FIELD, keys.get());
    }

    private void line(byte[] name, byte[] value) {
        int start = length();
        put(name, 0, name.length);
        int nameEnd = length();
        put(COLON, 0, COLON.length);
        put(value, 0, value.length);
        fields.add(start, nameEnd, nameEnd + COLON.length, length());
        put(CRLF, 0, CRLF.length);
    }

    /** What comes through the stream is said in the other protocol, and is no body. */
    private void asUpgrade() {
        if (head.refusal == null && head.lengthLine >= 0) {
            head.refusal = Refusal.CONNECT_WITH_BODY;
        }
        head.contentLength = 0;
        head.expectContinue = false;
    }

    /** An absolute target would name a second authority beside that of the request (section 8.3.1). */
    private static boolean isPath(byte[] b, int from, int to) {
        return b[from] == '/' || b[from] == '*' && to - from == 1;
    }

    /** As HTTP/1 would have it, for who wants to see one. */
    private void requestLine() {
        head.lineStart = length();
        if (isUpgrade()) {
            put(GET, 0, GET.length);
        } else {
            append(METHOD);
        }
        put(VERSION, 0, 1);
        head.targetStart = length();
        append(starts[PATH] >= 0 ? PATH : AUTHORITY);
        head.targetEnd = length();
        head.queryEnd = length();
        head.pathStart = head.targetStart;
        head.pathEnd = head.targetEnd;
        head.authorityStart = 0;
        head.authorityEnd = 0;
        head.hostLine = -1;
        head.contentLength = 0;
        head.expectContinue = false;
        head.upgrade = false;
        put(VERSION, 0, VERSION.length);
        int methodLength = head.targetStart - 1 - head.lineStart;
        head.method = methodLength == 0 ? "" : Methods.of(bytes(), head.lineStart, methodLength);
        head.protocol = starts[PROTOCOL] < 0 ? null
                : new String(bytes(), starts[PROTOCOL], ends[PROTOCOL] - starts[PROTOCOL], StandardCharsets.ISO_8859_1);
    }

    private void append(int pseudo) {
        if (starts[pseudo] >= 0) {
            put(bytes(), starts[pseudo], ends[pseudo] - starts[pseudo]);
        }
    }

    private void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, room(count), length(), count);
        advance(count);
    }

    private void joinCookies() {
        int nameStart = length();
        put(COOKIE, 0, COOKIE.length);
        fields.bind(bytes(), 0);
        int first = fields.indexOf("cookie", 0);
        for (int line = first; line >= 0; line = fields.indexOf("cookie", line == first ? first + 1 : line)) {
            if (line != first) {
                put(SEPARATOR, 0, SEPARATOR.length);
            }
            put(bytes(), fields.valueStart(line), fields.valueEnd(line) - fields.valueStart(line));
            fields.bind(bytes(), 0);
            if (line != first) {
                fields.remove(line);
            }
        }
        fields.set(first, nameStart, nameStart + COOKIE.length - 2, nameStart + COOKIE.length, length());
        put(CRLF, 0, CRLF.length);
    }

    private Refusal decide() {
        if (head.targetStart - 1 - head.lineStart > RequestParser.LONGEST_METHOD) {
            return Refusal.METHOD_TOO_LONG;
        }
        if (length() - head.lineStart > limits.requestLineBytes()) {
            return Refusal.REQUEST_LINE_TOO_LONG;
        }
        if (otherHost) {
            return Refusal.TWO_HOSTS;
        }
        if (Chars.skipTarget(bytes(), head.targetStart, head.targetEnd) != head.targetEnd) {
            return Refusal.BAD_TARGET;
        }
        Refusal refusal = Target.split(head, bytes(), 0, starts[PATH] < 0);
        return refusal == null ? Framing.decide(head, limits, Leniency.NONE) : refusal;
    }
}
