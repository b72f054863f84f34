package millrace.http;

import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.http.codec.Status;

/** Status and fields of a response, and how its body will be framed. Fields are kept as the bytes they will be. */
final class ResponseHead {
    static final long UNKNOWN = -1;

    private static final byte[] CONTENT_LENGTH = Output.ascii("Content-Length: ");
    private static final byte[] CHUNKED = Output.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Output.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Output.ascii("Connection: keep-alive\r\n");
    private static final byte[] TEXT = Output.ascii("Content-Type: text/plain; charset=utf-8\r\n");

    private final Output fields = new Output(256);
    private int status;
    private long declaredLength;
    private boolean dated;
    private boolean typed;
    private boolean closeAsked;

    // Known once the head is written.
    private boolean last;
    private boolean chunked;
    private boolean lengthless;
    private boolean bodiless;

    void begin() {
        clear(200);
        closeAsked = false;
        last = false;
    }

    /** Throws away what there is, for another response. */
    void clear(int newStatus) {
        fields.clear();
        status = newStatus;
        declaredLength = UNKNOWN;
        dated = false;
        typed = false;
    }

    void status(int code) {
        if (code < 200 || code > 999) {
            throw new IllegalArgumentException("not the status of a final response: " + code);
        }
        status = code;
    }

    /** Adds a field, unless it is one that the server writes itself. */
    void field(String name, String value) {
        if (!isTheServers(name, value)) {
            fields.field(name, value);
        }
    }

    /** Notes what the fields that concern the server say. */
    private boolean isTheServers(String name, String value) {
        switch (name.length()) {
            case 4 -> dated |= name.equalsIgnoreCase("date");
            case 12 -> typed |= name.equalsIgnoreCase("content-type");
            case 10 -> {
                if (name.equalsIgnoreCase("connection")) {
                    for (String option : value.split(",")) {
                        closeAsked |= option.strip().equalsIgnoreCase("close");
                    }
                    return value.equalsIgnoreCase("close") || value.equalsIgnoreCase("keep-alive");
                }
            }
            case 14 -> {
                if (name.equalsIgnoreCase("content-length")) {
                    declare(value);
                    return true;
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("transfer-encoding")) {
                    throw new IllegalArgumentException("the server decides on Transfer-Encoding: leave it out");
                }
            }
            default -> { }
        }
        return false;
    }

    private void declare(String value) {
        try {
            declare(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Content-Length is not a number: " + value, e);
        }
    }

    void declare(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("a body cannot have " + length + " bytes");
        }
        declaredLength = length;
    }

    long declaredLength() {
        return declaredLength;
    }

    /** A body is text unless it is said to be something else. */
    void textUnlessTyped() {
        if (!typed) {
            fields.put(TEXT);
            typed = true;
        }
    }

    void typeUnlessTyped(String type) {
        if (!typed) {
            field("Content-Type", type);
        }
    }

    void closeAfter() {
        closeAsked = true;
    }

    boolean isCloseAsked() {
        return closeAsked;
    }

    /** The fields; what is added behind them must be taken away before the head is written. */
    Output fields() {
        return fields;
    }

    /** Whether the connection is closed after the response: known when the head is written. */
    boolean isLast() {
        return last;
    }

    boolean isChunked() {
        return chunked;
    }

    /** Whether the body's end must be told, because its length was not. */
    boolean isLengthless() {
        return lengthless;
    }

    int status() {
        return status;
    }

    /** Whether nothing may follow the head, whatever it says. */
    boolean isBodiless() {
        return bodiless;
    }

    boolean willBeBodiless(RequestHead request) {
        return Status.isBodiless(status) || "HEAD".equals(request.method());
    }

    /**
     * Writes the head.
     *
     * @param length of the body, or {@link #UNKNOWN}
     * @param mustClose whether the connection cannot be kept
     */
    Output write(Output out, byte[] dateLine, RequestHead request, long length, boolean mustClose) {
        boolean old = request.minorVersion() == 0;
        bodiless = willBeBodiless(request);
        chunked = length == UNKNOWN && !old && !Status.isBodiless(status);
        lengthless = chunked;
        last = mustClose || length == UNKNOWN && old;
        out.clear();
        out.status(status);
        put(out, dateLine, length);
        if (chunked) {
            out.put(CHUNKED);
        }
        if (last) {
            out.put(CLOSE);
        } else if (old) {
            out.put(KEEP_ALIVE);
        }
        return out.crlf();
    }

    /** As {@link #write}, what HTTP/2 has of it: the fields alone. */
    Output writeFields(Output out, byte[] dateLine, RequestHead request, long length) {
        bodiless = willBeBodiless(request);
        chunked = false;
        lengthless = length == UNKNOWN;
        last = false;
        out.clear();
        put(out, dateLine, length);
        return out;
    }

    private void put(Output out, byte[] dateLine, long length) {
        if (!dated) {
            out.put(dateLine);
        }
        out.put(fields.bytes(), 0, fields.length());
        if (length != UNKNOWN && (!Status.isBodiless(status) || status == 304 && length > 0)) {
            out.put(CONTENT_LENGTH).number(length).crlf();
        }
    }
}
