package millrace.http.codec;

import java.nio.charset.StandardCharsets;

/**
 * A request line and its fields: offsets into the buffer that holds them, and what follows from them for the framing.
 *
 * <p>Filled by {@link RequestParser}, reused for one request after the other, and readable once the parser has said
 * that it is complete. Valid as long as the buffer is; {@link #detach} makes it independent. Not safe for several
 * threads.
 */
public final class RequestHead {
    /** {@link #contentLength} of a body whose length is not known beforehand. */
    public static final long CHUNKED = -1;

    final FieldParser fieldParser = new FieldParser();

    // How far the parser is: see RequestParser. All offsets are relative to the head's start.
    int state;
    int position;
    int lineStart;
    int versionStart;

    String method;
    int targetStart;
    int targetEnd;
    int queryEnd;
    boolean simple;
    int pathStart;
    int pathEnd;
    int authorityStart;
    int authorityEnd;
    int minorVersion;
    private boolean http2;
    private int compressedBytes;
    String protocol;

    long contentLength;
    boolean keepAlive;
    boolean expectContinue;
    boolean upgrade;
    Refusal refusal;

    // What Framing has found: lines, or −1.
    int hostLine;
    int lengthLine;
    int codingLine;
    int upgradeLine;
    int connectionOptions;

    /** Bits of {@link Once}. */
    int onceSeen;

    private byte[] bytes = {};
    private int base;
    private int length;
    private byte[] own = {};

    public RequestHead() {
        reset();
    }

    /** Forgets the request, so that the next can be parsed. Keeps its memory. */
    public void reset() {
        state = 0;
        position = 0;
        lineStart = 0;
        refusal = null;
        method = null;
        simple = false;
        http2 = false;
    }

    /** What an HTTP/2 head is decoded into: this head's own memory. */
    byte[] memory() {
        return own;
    }

    /** A head of HTTP/2 is complete. */
    void adopt(byte[] memory, int bytes) {
        own = memory;
        length = bytes;
        bind(memory, 0);
        http2 = true;
        minorVersion = 1; // For whoever asks what the client can understand.
    }

    void bind(byte[] buffer, int offset) {
        bytes = buffer;
        base = offset;
        fields().bind(buffer, offset);
    }

    void completed(int bytes) {
        length = bytes;
    }

    /** Copies the head into memory of its own: it stays readable after the parser's buffer is gone. */
    public void detach() {
        if (bytes != own) {
            if (own.length < length) {
                own = new byte[Math.max(256, Integer.highestOneBit(length) * 2)];
            }
            System.arraycopy(bytes, base, own, 0, length);
            bind(own, 0);
        }
    }

    /** Whether not even the request line has begun: only the empty line before it may have come. */
    public boolean isBlank() {
        return state <= RequestParser.METHOD && position == lineStart || state == RequestParser.EMPTY_LINE_END;
    }

    /** Why the parser refused the request, else null. */
    public Refusal refusal() {
        return refusal;
    }

    /** How many bytes the head has, the empty lines around it included. */
    public int length() {
        return length;
    }

    /** How many bytes it had as it came: in HTTP/2 it is compressed. */
    public int arrivedBytes() {
        return http2 ? compressedBytes : length;
    }

    /** The head has come by HTTP/2 in so many bytes, without those of the framing. */
    public void arrivedAs(int bytes) {
        compressedBytes = bytes;
    }

    public String method() {
        return method;
    }

    /** The request target as it came. */
    public String target() {
        return text(targetStart, targetEnd);
    }

    /** The path of the target, not decoded: {@code /} when an absolute target has none, {@code *} for all of it. */
    public String path() {
        return pathStart == pathEnd ? "/" : text(pathStart, pathEnd);
    }

    /** Whether {@link #path} is a text, octet by octet. */
    public boolean pathIs(String path) {
        int size = path.length();
        if (pathEnd - pathStart != size) {
            return pathStart == pathEnd && path.equals("/");
        }
        for (int i = 0; i < size; i++) {
            if ((bytes[base + pathStart + i] & 0xff) != path.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What follows the question mark, not decoded; null when there is none. */
    public String query() {
        return pathEnd == queryEnd ? null : text(pathEnd + 1, queryEnd);
    }

    /** Octets of {@link #query}, 0 also when there is none. */
    public int queryLength() {
        return Math.max(0, queryEnd - pathEnd - 1);
    }

    /** Host and port that the request is for: of the target when it names them, else of Host; null without both. */
    public String authority() {
        if (authorityEnd > authorityStart) {
            return text(authorityStart, authorityEnd);
        }
        return hostLine < 0 ? null : fields().value(hostLine);
    }

    /** Whether it came by HTTP/2; {@link #minorVersion} is 1 then. */
    public boolean isHttp2() {
        return http2;
    }

    /** What a CONNECT of HTTP/2 wants to speak through its stream (RFC 8441), or null. */
    public String protocol() {
        return http2 ? protocol : null;
    }

    /** 0 for HTTP/1.0, 1 for HTTP/1.1 and for what later 1.x there may be. */
    public int minorVersion() {
        return minorVersion;
    }

    /** Whether it is a request of HTTP/0.9: a line of two words, no fields; the answer has no head either. */
    public boolean isSimple() {
        return simple;
    }

    public Fields fields() {
        return fieldParser.fields();
    }

    // Where the parts are in fields().buffer(), for who works without making texts of them.

    public int methodStart() {
        return base + lineStart;
    }

    public int targetStart() {
        return base + targetStart;
    }

    /** The end of the target as it came; a fragment is in it, when the parser lets such pass. */
    public int targetEnd() {
        return base + targetEnd;
    }

    public int pathStart() {
        return base + pathStart;
    }

    public int pathEnd() {
        return base + pathEnd;
    }

    /** The end of the query, without a fragment; {@link #pathEnd} when there is none: else '?' stands there. */
    public int queryEnd() {
        return base + queryEnd;
    }

    /** Of the authority in the target; the same as its end when there is none. */
    public int authorityStart() {
        return base + authorityStart;
    }

    public int authorityEnd() {
        return base + authorityEnd;
    }

    /** The line of Host, or −1. */
    public int hostLine() {
        return hostLine;
    }

    /** Bytes of the body, 0 for none, or {@link #CHUNKED}. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether the client is willing to send another request on the connection. */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the client waits for {@code 100 Continue} before it sends the body. */
    public boolean expectContinue() {
        return expectContinue;
    }

    /** Whether the client offers to speak another protocol from here on: it is the one in the Upgrade field. */
    public boolean upgrade() {
        return upgrade;
    }

    private String text(int from, int to) {
        return new String(bytes, base + from, to - from, StandardCharsets.ISO_8859_1);
    }
}
