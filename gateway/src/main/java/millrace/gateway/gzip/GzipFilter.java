package millrace.gateway.gzip;

import millrace.gateway.conditional.EntityTag;
import millrace.gateway.conditional.Validators;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Reply;

/** {@code gzip}: compresses bodies on their way. */
public final class GzipFilter implements HeadFilter {
    @Override
    public boolean concerns(Scope scope) {
        return scope.get(GzipSettings.KEY).on;
    }

    @Override
    public void apply(Exchange x) {
        GzipSettings settings = x.settings(GzipSettings.KEY);
        Reply reply = x.reply();
        boolean fits = switch (reply.status()) {
            case 200, 403, 404 -> true;
            default -> false;
        };
        if (!fits || reply.headers().has("Content-Encoding")
                || reply.contentLength() != Reply.UNKNOWN && reply.contentLength() < settings.minLength
                || !settings.types.has(reply)) {
            return;
        }
        GzipConsent.vary(x, settings);
        if (!GzipConsent.given(x, settings)) {
            return;
        }
        reply.headers().add("Content-Encoding", "gzip");
        Validators.clearLength(reply);
        EntityTag.weaken(reply.headers());
        if (!reply.isBodiless()) {
            reply.filterLast(new GzipBody(x.loop(), settings.level));
        }
    }
}
