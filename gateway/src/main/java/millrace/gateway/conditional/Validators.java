package millrace.gateway.conditional;

import millrace.gateway.exchange.Reply;

/** The time and the tag of a reply, whoever has set them: a file, an upstream, {@code add_header}. */
public final class Validators {
    private Validators() {}

    /** Seconds since 1970, or {@link Reply#UNKNOWN}. */
    public static long lastModified(Reply reply) {
        if (reply.lastModified() != Reply.UNKNOWN) {
            return reply.lastModified();
        }
        String text = reply.headers().get("Last-Modified");
        return text == null ? Reply.UNKNOWN : HttpTime.parse(text);
    }

    /** With its quotes, or {@code null}. */
    public static String tag(Reply reply) {
        return reply.headers().get("ETag");
    }

    /** The body is made by several, or changed: what was known of its time is no longer true. */
    public static void clearTime(Reply reply) {
        reply.lastModified(Reply.UNKNOWN);
        reply.headers().remove("Last-Modified");
    }

    /** The body will have another length, so its parts cannot be asked for. */
    public static void clearLength(Reply reply) {
        reply.contentLength(Reply.UNKNOWN);
        reply.headers().remove("Content-Length");
        clearRanges(reply);
    }

    public static void clearRanges(Reply reply) {
        reply.rangesAllowed(false);
        reply.headers().remove("Accept-Ranges");
    }

    /** The body is changed on its way: the tag becomes a weak one. */
    public static void weaken(Reply reply) {
        EntityTag.weaken(reply.headers());
    }
}
