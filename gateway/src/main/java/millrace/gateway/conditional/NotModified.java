package millrace.gateway.conditional;

import millrace.gateway.exchange.Diversion;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Reply;
import millrace.http.codec.Fields;

/** Conditional requests: 304 for what the client has already, 412 for what is not what it means. RFC 9110 section 13. */
public final class NotModified implements HeadFilter {
    @Override
    public void apply(Exchange x) {
        Reply reply = x.reply();
        if (reply.status() != 200 || reply.isJudged() || x.parent() != null || !isConditional(x.head().fields())) {
            return;
        }
        Fields fields = x.head().fields();
        String unmodified = fields.get("if-unmodified-since");
        String match = fields.get("if-match");
        if (unmodified != null && isNewer(reply, unmodified)
                || match != null && !EntityTag.matches(match, Validators.tag(reply), false)) {
            if (!Diversion.begin(x, 412)) {
                Substitute.page(x, 412);
            }
            return;
        }
        String since = fields.get("if-modified-since");
        String noneMatch = fields.get("if-none-match");
        if (since == null && noneMatch == null
                || since != null && isModified(x, since)
                || noneMatch != null && !EntityTag.matches(noneMatch, Validators.tag(reply), true)) {
            return;
        }
        reply.status(304);
        reply.headers().remove("Content-Type");
        reply.headers().remove("Content-Encoding");
        Validators.clearLength(reply);
    }

    /** Whether any of the fields {@code If-...} is there: one look over all of them. */
    private static boolean isConditional(Fields fields) {
        byte[] b = fields.buffer();
        for (int line = 0; line < fields.count(); line++) {
            int at = fields.nameStart(line);
            if (fields.nameEnd(line) - at > 7 && (b[at] | 0x20) == 'i' && (b[at + 1] | 0x20) == 'f' && b[at + 2] == '-') {
                return true;
            }
        }
        return false;
    }

    private static boolean isNewer(Reply reply, String limit) {
        long changed = Validators.lastModified(reply);
        return changed != Reply.UNKNOWN && HttpTime.parse(limit) < changed;
    }

    private static boolean isModified(Exchange x, String since) {
        long changed = Validators.lastModified(x.reply());
        ConditionalSettings.ModifiedSince mode = x.settings(ConditionalSettings.KEY).modifiedSince;
        if (changed == Reply.UNKNOWN || mode == ConditionalSettings.ModifiedSince.OFF) {
            return true;
        }
        long known = HttpTime.parse(since);
        return known != changed && (mode == ConditionalSettings.ModifiedSince.EXACT || known < changed);
    }
}
