package millrace.http.codec;

/**
 * How much a message may be.
 *
 * @param requestLineBytes method, target and version with their CRLF; beyond: 414
 * @param fieldBytes all field lines of a head, or of a trailer section, with the empty line; beyond: 431
 * @param fieldCount field lines of a head, or of a trailer section; beyond: 431
 * @param bodyBytes a body without its chunk framing; beyond: 413
 * @param chunkExtensionBytes the chunk extensions of one body together; beyond: 400
 */
public record Limits(int requestLineBytes, int fieldBytes, int fieldCount, long bodyBytes, int chunkExtensionBytes) {
    public static final Limits DEFAULT = new Limits(8 << 10, 32 << 10, 100, 16 << 20, 4 << 10);

    public Limits {
        if (requestLineBytes < 16 || fieldBytes < 16 || fieldCount < 1 || bodyBytes < 0 || chunkExtensionBytes < 0) {
            throw new IllegalArgumentException("a limit is too small to let any request through");
        }
        if (fieldBytes > 1 << 28 || requestLineBytes > 1 << 28) {
            throw new IllegalArgumentException("a head ends at 256 MiB");
        }
    }

    public Limits withBodyBytes(long bytes) {
        return new Limits(requestLineBytes, fieldBytes, fieldCount, bytes, chunkExtensionBytes);
    }

    public Limits withRequestLineBytes(int bytes) {
        return new Limits(bytes, fieldBytes, fieldCount, bodyBytes, chunkExtensionBytes);
    }

    public Limits withFields(int bytes, int count) {
        return new Limits(requestLineBytes, bytes, count, bodyBytes, chunkExtensionBytes);
    }
}
