package millrace.http.codec;

/**
 * Why a message is refused: the status that tells the peer, and the sentence that tells its author. After every refusal
 * the connection is closed, because where the next message would begin is then unknown.
 */
public enum Refusal {
    BARE_CR(400, "CR that no LF follows"),
    BARE_LF(400, "LF without CR before it"),
    BAD_METHOD(400, "the method is not a token"),
    METHOD_TOO_LONG(501, "the method is longer than any known one"),
    BAD_TARGET(400, "the request target holds a character it must not"),
    /** Neither a path, nor an http or https URI, nor {@code *} with OPTIONS, nor host:port with CONNECT. */
    TARGET_FORM(400, "the request target has none of the four forms, or not the one of its method"),
    /** User information in a target is refused: no client sends it, and it makes one authority look like another. */
    BAD_AUTHORITY(400, "the authority of the request target is not host or host:port"),
    REQUEST_LINE_TOO_LONG(414, "the request line is longer than the limit"),
    BAD_REQUEST_LINE(400, "the request line is not: method, space, target, space, HTTP/1.1"),
    /** A request line of two words. */
    HTTP_0_9(400, "HTTP/0.9 is not served"),
    UNSUPPORTED_VERSION(505, "only HTTP/1.0 and HTTP/1.1 are served"),

    /** HTTP/2: a pseudo-header field is missing, repeated or wrong, or a name or value cannot be one. */
    MALFORMED(400, "the request is malformed"),

    BAD_STATUS_LINE(502, "the status line is not: HTTP/1.1, space, three digits, space, reason"),

    BAD_FIELD_NAME(400, "a field name is empty or not a token"),
    BLANK_BEFORE_COLON(400, "whitespace between field name and colon"),
    OBSOLETE_FOLDING(400, "a field line begins with whitespace"),
    BAD_FIELD_VALUE(400, "a field value holds a control character"),
    TOO_MANY_FIELDS(431, "more field lines than the limit"),
    FIELDS_TOO_LONG(431, "the field lines together are longer than the limit"),
    FIELD_LINE_TOO_LONG(431, "a field line is longer than the limit"),

    NO_HOST(400, "HTTP/1.1 without Host"),
    TWO_HOSTS(400, "more than one Host"),
    /** An empty one included: no http URI has an empty host (RFC 9110 section 4.2.1). */
    BAD_HOST(400, "Host is not host or host:port"),
    /** Repeated ones are refused even when they agree, as RFC 9112 section 6.3 allows. */
    TWO_CONTENT_LENGTHS(400, "more than one Content-Length"),
    BAD_CONTENT_LENGTH(400, "Content-Length is not a decimal number of at most 18 digits"),
    LENGTH_AND_CHUNKED(400, "both Content-Length and Transfer-Encoding"),
    BAD_TRANSFER_ENCODING(400, "Transfer-Encoding does not end in one chunked"),
    UNKNOWN_TRANSFER_ENCODING(501, "no transfer coding but chunked is served"),
    /** RFC 9112 section 6.1 calls its framing faulty. */
    TRANSFER_ENCODING_IN_1_0(400, "Transfer-Encoding in HTTP/1.0"),
    /** What follows a CONNECT is the tunnel's: a body before it would be read differently by different servers. */
    CONNECT_WITH_BODY(400, "CONNECT with a body"),
    UNKNOWN_EXPECTATION(417, "no expectation but 100-continue is met"),
    /** Of those whose value is one: who reads the first and who reads the last would serve different requests. */
    REPEATED_FIELD(400, "a field that may be there once is repeated"),
    BODY_TOO_LONG(413, "the body is longer than the limit"),

    /** Whitespace after the size is refused although section 7.1.1 tolerates it: parsers differ on it. */
    BAD_CHUNK_SIZE(400, "a chunk size is not a hexadecimal number of at most 15 digits"),
    BAD_CHUNK_EXTENSION(400, "a chunk extension holds a control character"),
    CHUNK_EXTENSIONS_TOO_LONG(400, "the chunk extensions of one body are longer than the limit"),
    BAD_CHUNK_END(400, "a chunk does not end in CRLF"),
    /** Host, and the fields that say how the message is framed or where it goes (RFC 9110 section 6.5.1). */
    FORBIDDEN_TRAILER(400, "a trailer field that belongs into the head");

    private final int status;
    private final String reason;

    Refusal(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }
}
