package millrace.gateway.exchange;

import java.nio.charset.StandardCharsets;

/** The page that says a status when nobody has a better one. */
public final class SpecialPage {
    private static final byte[] NOTHING = {};

    private SpecialPage() {}

    /** Sends it; fields that are set already, such as {@code Location}, go with it. */
    public static void send(Exchange x, int code) {
        int status = shown(code);
        Reply reply = x.reply();
        if (mustClose(status)) {
            x.client().lastRequest(x);
        }
        reply.status(status);
        reply.lastModified(Reply.UNKNOWN);
        reply.rangesAllowed(false);
        if (status == 204 || status == 304) {
            reply.contentLength(Reply.UNKNOWN);
            reply.send();
            reply.end();
            return;
        }
        boolean page = hasPage(status);
        if (!page) {
            reply.headers().remove("Content-Type");
        }
        reply.sendWhole(status, page ? "text/html" : null, page ? text(status, code) : NOTHING);
    }

    /** Those that nginx has pages for; an answer with another status is empty. */
    private static boolean hasPage(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308, 421, 429, 507 -> true;
            default -> status >= 400 && status <= 416 && status != 407 || status >= 500 && status <= 505;
        };
    }

    /** nginx's own codes for bad requests are 400 for the client. */
    private static int shown(int code) {
        return code >= 494 && code <= 497 ? 400 : code;
    }

    /** After these the rest of the connection cannot be trusted, or is not worth reading. */
    private static boolean mustClose(int status) {
        return switch (status) {
            case 400, 408, 413, 414, 500, 501 -> true;
            default -> false;
        };
    }

    /** The page itself, in HTML. */
    public static byte[] text(int status) {
        return text(status, status);
    }

    private static byte[] text(int status, int code) {
        String title = status + " " + StatusWords.phrase(code);
        return """
                <!doctype html>
                <html>
                <head><title>%1$s</title></head>
                <body style="text-align: center">
                <h1>%1$s</h1>
                <hr>millrace
                </body>
                </html>
                """
                .formatted(title)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
