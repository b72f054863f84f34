package millrace.gateway.sub;

import millrace.gateway.conditional.Validators;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Reply;

/** {@code sub_filter}: puts {@link SubBody} in the way of bodies. Those that are compressed are left as they are. */
public final class SubFilter implements HeadFilter {
    @Override
    public boolean concerns(Scope scope) {
        return !scope.get(SubSettings.KEY).pairs.isEmpty();
    }

    @Override
    public void apply(Exchange x) {
        SubSettings settings = x.settings(SubSettings.KEY);
        Reply reply = x.reply();
        if (reply.contentLength() == 0 || !settings.types.has(reply) || reply.headers().has("Content-Encoding")) {
            return;
        }
        Needles needles = Needles.of(x, settings);
        if (needles == null) {
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
            reply.filterLast(new SubBody(needles));
        }
    }
}
