package millrace.gateway.rate;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.variable.Template;

/** {@code limit_rate} and {@code limit_rate_after}. */
public final class RateSettings implements Settings<RateSettings> {
    static final SettingsKey<RateSettings> KEY = SettingsKey.of(RateSettings::new);

    /** What was said for one request: by {@code set $limit_rate} or an upstream. */
    public static final StateKey<Long> OWN = StateKey.create();

    private static final Template NONE = Template.constant("0");

    Template rate;
    Template after;

    @Override
    public void inherit(RateSettings outer) {
        rate = Inherit.of(rate, outer == null ? null : outer.rate, NONE);
        after = Inherit.of(after, outer == null ? null : outer.after, NONE);
    }

    /** Bytes a second; 0: as fast as it goes. */
    long rate(Exchange x) {
        Long own = x.state(OWN);
        return own != null ? own : bytes(rate, x);
    }

    /** Bytes that are sent at once. */
    long after(Exchange x) {
        return bytes(after, x);
    }

    private static long bytes(Template text, Exchange x) {
        return text == NONE ? 0 : Math.max(0, Values.bytes(text.text(x)));
    }
}
