package millrace.gateway.ssi;

import millrace.gateway.conditional.Validators;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Reply;

/** {@code ssi}: puts {@link SsiBody} in the way of pages. */
public final class SsiFilter implements HeadFilter {
    @Override
    public boolean concerns(Scope scope) {
        return scope.get(SsiSettings.KEY).on;
    }

    @Override
    public void apply(Exchange x) {
        SsiSettings settings = x.settings(SsiSettings.KEY);
        Reply reply = x.reply();
        if (!settings.types.has(reply) || reply.headers().has("Content-Encoding")) {
            return;
        }
        Validators.clearLength(reply);
        if (settings.keepsTime) {
            Validators.weaken(reply);
        } else {
            Validators.clearTime(reply);
            reply.headers().remove("ETag");
        }
        if (!reply.isBodiless()) {
            reply.filterLast(new SsiBody(x));
        }
    }
}
