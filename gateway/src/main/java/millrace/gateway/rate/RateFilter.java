package millrace.gateway.rate;

import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;

/** {@code limit_rate}: puts {@link RateBody} in the way of a reply that must not be too fast. */
public final class RateFilter implements HeadFilter {
    @Override
    public void apply(Exchange x) {
        if (x.parent() != null || x.reply().isBodiless()) {
            return;
        }
        RateSettings settings = x.settings(RateSettings.KEY);
        long rate = settings.rate(x);
        if (rate > 0) {
            new RateBody(x, rate, settings.after(x)).begin();
        }
    }
}
