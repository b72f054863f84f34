package millrace.http.codec;

import java.nio.charset.StandardCharsets;

/**
 * A status line and its fields: offsets into the buffer that holds them, and what follows from them for the framing.
 *
 * <p>Filled by {@link ResponseParser}, reused for one response after the other, and readable once the parser has said
 * that it is complete. Valid as long as the buffer is; {@link #detach} makes it independent. Not safe for several
 * threads.
 */
public final class ResponseHead {
    /** {@link #bodyLength} of a body in chunks. */
    public static final long CHUNKED = RequestHead.CHUNKED;

    /** {@link #bodyLength} of a body that ends with the connection. */
    public static final long UNTIL_CLOSE = -2;

    final FieldParser fieldParser = new FieldParser();

    // How far the parser is. All offsets are relative to the head's start.
    boolean lineRead;
    int position;
    boolean bodiless;

    int status;
    int minorVersion;
    int reasonStart;
    int reasonEnd;
    long bodyLength;
    long declaredLength;
    boolean keepAlive;
    Refusal refusal;

    // What ResponseFraming has found: lines, or −1.
    int lengthLine;
    int codingLine;
    int upgradeLine;
    int connectionOptions;

    private byte[] bytes = {};
    private int base;
    private int length;
    private byte[] own = {};

    /**
     * Forgets the response, so that the next can be parsed. Keeps its memory.
     *
     * @param bodiless whether it answers HEAD: what its fields say of a body is then of none that follows
     */
    public void reset(boolean bodiless) {
        this.bodiless = bodiless;
        lineRead = false;
        position = 0;
        refusal = null;
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

    /** Memory that a head which comes in no buffer can be written into. */
    byte[] memory() {
        return own;
    }

    /** The memory, perhaps another one, with the whole head. */
    void adopt(byte[] memory, int bytes) {
        own = memory;
        bind(own, 0);
        completed(bytes);
    }

    /** Why the parser refused the response, else null. */
    public Refusal refusal() {
        return refusal;
    }

    /** How many bytes the head has, the empty line behind it included. */
    public int length() {
        return length;
    }

    /** From 100 to 999. */
    public int status() {
        return status;
    }

    /** 0 for HTTP/1.0, 1 for HTTP/1.1 and for what later 1.x there may be. */
    public int minorVersion() {
        return minorVersion;
    }

    /** Where in the fields' buffer the reason phrase begins. */
    public int reasonStart() {
        return base + reasonStart;
    }

    public int reasonEnd() {
        return base + reasonEnd;
    }

    public String reason() {
        return new String(bytes, base + reasonStart, reasonEnd - reasonStart, StandardCharsets.ISO_8859_1);
    }

    public Fields fields() {
        return fieldParser.fields();
    }

    /** Bytes of the body that follows, 0 for none, {@link #CHUNKED} or {@link #UNTIL_CLOSE}. */
    public long bodyLength() {
        return bodyLength;
    }

    /** What Content-Length says, also of a body that does not follow; −1 without it. */
    public long declaredLength() {
        return declaredLength;
    }

    /** The line of Transfer-Encoding, or −1. */
    public int codingLine() {
        return codingLine;
    }

    /** The line of Upgrade, or −1. */
    public int upgradeLine() {
        return upgradeLine;
    }

    /** Whether the connection can be used again when the body has been read. */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the upstream has said that the connection can be kept, as one of HTTP/1.0 has to. */
    public boolean asksToKeep() {
        return (connectionOptions & ConnectionOptions.KEEP_ALIVE) != 0;
    }

    /** A response that another one follows for the same request (RFC 9110 section 15.2); 101 is none of these. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }
}
