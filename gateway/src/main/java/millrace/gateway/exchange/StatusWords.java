package millrace.gateway.exchange;

import millrace.http.codec.Output;
import millrace.http.codec.Status;

/** What the gateway calls a status: as nginx does, since scripts look for it; it is older than RFC 9110 in places. */
public final class StatusWords {
    private static final byte[][] LINES = new byte[600][];

    static {
        for (int status : new int[] {302, 405, 408, 413, 414, 416, 503, 504}) {
            LINES[status] = Output.ascii("HTTP/1.1 " + status + " " + phrase(status) + "\r\n");
        }
    }

    private StatusWords() {}

    /** The reason phrase, empty for a status without one. */
    public static String phrase(int status) {
        return switch (status) {
            case 302 -> "Moved Temporarily";
            case 405 -> "Not Allowed";
            case 408 -> "Request Time-out";
            case 413 -> "Request Entity Too Large";
            case 414 -> "Request-URI Too Large";
            case 416 -> "Requested Range Not Satisfiable";
            case 503 -> "Service Temporarily Unavailable";
            case 504 -> "Gateway Time-out";
            // Of the page alone, for nginx's own codes: the status is 400.
            case 494 -> "Request Header Or Cookie Too Large";
            case 495 -> "The SSL certificate error";
            case 496 -> "No required SSL certificate was sent";
            case 497 -> "The plain HTTP request was sent to HTTPS port";
            default -> Status.phrase(status);
        };
    }

    /** Writes the status line of HTTP/1.1. */
    public static void line(int status, Output to) {
        byte[] own = status < LINES.length ? LINES[status] : null;
        if (own != null) {
            to.put(own);
        } else {
            to.status(status);
        }
    }
}
