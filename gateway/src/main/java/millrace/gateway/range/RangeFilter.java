package millrace.gateway.range;

import millrace.gateway.conditional.HttpTime;
import millrace.gateway.conditional.Substitute;
import millrace.gateway.conditional.Validators;
import millrace.gateway.content.FileBody;
import millrace.gateway.exchange.Diversion;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/** Parts of a body: the head of 206 and 416, RFC 9110 section 14. */
public final class RangeFilter implements HeadFilter {
    private static final String UNIT = "bytes=";
    private static final byte[] ACCEPT_RANGES = Output.ascii("Accept-Ranges");
    private static final byte[] BYTES = Output.ascii("bytes");

    @Override
    public void apply(Exchange x) {
        Reply reply = x.reply();
        if (!reply.rangesAllowed() || reply.status() != 200 || x.parent() != null
                || reply.contentLength() == Reply.UNKNOWN) {
            return;
        }
        int most = x.settings(RangeSettings.KEY).maxRanges;
        if (most == 0) {
            Validators.clearRanges(reply);
            return;
        }
        Fields fields = x.head().fields();
        int line = fields.indexOf("range", 0);
        if (line < 0 || !isFresh(fields, reply)) {
            accept(reply);
            return;
        }
        String value = fields.value(line);
        if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length()) || value.length() == UNIT.length()) {
            accept(reply);
            return;
        }
        Ranges ranges = Ranges.parse(value.substring(UNIT.length()), reply.contentLength(), most);
        switch (ranges.verdict()) {
            case WHOLE -> accept(reply);
            case UNSATISFIABLE -> unsatisfiable(x);
            case PARTS -> parts(x, ranges);
        }
    }

    private static void accept(Reply reply) {
        if (!reply.headers().has("Accept-Ranges")) {
            reply.headers().add(ACCEPT_RANGES, BYTES);
        }
    }

    /** Whether the client has parts of this very body: {@code If-Range}. */
    private static boolean isFresh(Fields fields, Reply reply) {
        String condition = fields.get("if-range");
        if (condition == null) {
            return true;
        }
        if (condition.endsWith("\"")) {
            return condition.equals(Validators.tag(reply));
        }
        long changed = Validators.lastModified(reply);
        return changed != Reply.UNKNOWN && HttpTime.parse(condition) == changed;
    }

    private static void unsatisfiable(Exchange x) {
        if (Diversion.begin(x, 416)) {
            return;
        }
        long size = x.reply().contentLength();
        Substitute.page(x, 416);
        x.reply().headers().set("Content-Range", "bytes */" + size);
    }

    private static void parts(Exchange x, Ranges ranges) {
        Reply reply = x.reply();
        long size = reply.contentLength();
        if (ranges.count() == 1) {
            reply.headers().set("Content-Range", span(ranges, 0, size));
            reply.contentLength(ranges.end(0) - ranges.start(0));
            reply.filter(new RangeBody(ranges, null, null));
        } else if (!multipart(x, ranges, size)) {
            return;
        }
        reply.status(206);
        Validators.clearRanges(reply);
    }

    /** Whether the parts can be sent: those of a stream only in their order. */
    private static boolean multipart(Exchange x, Ranges ranges, long size) {
        Reply reply = x.reply();
        if (!ranges.areAscending() && !FileBody.isWhole(x)) {
            return false;
        }
        HeaderList headers = reply.headers();
        String boundary = "%020d".formatted(x.client().number() * 1_000_000 + x.client().requests());
        String type = headers.get("Content-Type");
        byte[][] heads = new byte[ranges.count()][];
        byte[] tail = Output.ascii("\r\n--" + boundary + "--\r\n");
        long length = tail.length;
        for (int i = 0; i < heads.length; i++) {
            heads[i] = Output.ascii("\r\n--" + boundary + "\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n")
                    + "Content-Range: " + span(ranges, i, size) + "\r\n\r\n");
            length += heads[i].length + ranges.end(i) - ranges.start(i);
        }
        headers.set("Content-Type", "multipart/byteranges; boundary=" + boundary);
        reply.contentLength(length);
        reply.filter(new RangeBody(ranges, heads, tail));
        return true;
    }

    private static String span(Ranges ranges, int part, long size) {
        return "bytes " + ranges.start(part) + "-" + (ranges.end(part) - 1) + "/" + size;
    }
}
