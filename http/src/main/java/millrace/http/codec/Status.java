package millrace.http.codec;

import java.nio.charset.StandardCharsets;

/** Status codes: their reason phrases and ready-made status lines. Source: RFC 9110 section 15 and IANA's registry. */
public final class Status {
    private static final int LOWEST = 100;
    private static final int HIGHEST = 999;
    private static final String[] PHRASES = new String[600];

    /** Made when first asked for. Two threads may both make one: they are alike. */
    private static final byte[][] LINES = new byte[HIGHEST + 1][];

    static {
        phrases(100, "Continue", "Switching Protocols", "Processing", "Early Hints");
        phrases(200, "OK", "Created", "Accepted", "Non-Authoritative Information", "No Content", "Reset Content",
                "Partial Content", "Multi-Status", "Already Reported");
        phrases(300, "Multiple Choices", "Moved Permanently", "Found", "See Other", "Not Modified", "Use Proxy", "",
                "Temporary Redirect", "Permanent Redirect");
        phrases(400, "Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed",
                "Not Acceptable", "Proxy Authentication Required", "Request Timeout", "Conflict", "Gone",
                "Length Required", "Precondition Failed", "Content Too Large", "URI Too Long",
                "Unsupported Media Type", "Range Not Satisfiable", "Expectation Failed", "", "", "",
                "Misdirected Request", "Unprocessable Content", "Locked", "Failed Dependency", "Too Early",
                "Upgrade Required", "", "Precondition Required", "Too Many Requests", "",
                "Request Header Fields Too Large");
        phrases(451, "Unavailable For Legal Reasons");
        phrases(500, "Internal Server Error", "Not Implemented", "Bad Gateway", "Service Unavailable",
                "Gateway Timeout", "HTTP Version Not Supported", "Variant Also Negotiates", "Insufficient Storage",
                "Loop Detected", "", "Not Extended", "Network Authentication Required");
    }

    private Status() {}

    private static void phrases(int from, String... phrases) {
        System.arraycopy(phrases, 0, PHRASES, from, phrases.length);
    }

    /** The reason phrase, empty for a status without one. */
    public static String phrase(int status) {
        String phrase = status >= 0 && status < PHRASES.length ? PHRASES[status] : null;
        return phrase == null ? "" : phrase;
    }

    /** Whether responses with this status have no body, whatever they say (RFC 9112 section 6.3). */
    public static boolean isBodiless(int status) {
        return status < 200 || status == 204 || status == 304;
    }

    /** {@code HTTP/1.1 200 OK} with its CRLF; not to be changed. */
    static byte[] line(int status) {
        if (status < LOWEST || status > HIGHEST) {
            throw new IllegalArgumentException("a status has three digits, and " + status + " has not");
        }
        byte[] line = LINES[status];
        if (line == null) {
            line = ("HTTP/1.1 " + status + " " + phrase(status) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            LINES[status] = line;
        }
        return line;
    }
}
