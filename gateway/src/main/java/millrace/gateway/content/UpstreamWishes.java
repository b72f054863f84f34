package millrace.gateway.content;

import millrace.gateway.charset.CharsetSettings;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.rate.RateSettings;

/** What an upstream says about the reply beside its fields: {@code X-Accel-Limit-Rate} and {@code X-Accel-Charset}. */
public final class UpstreamWishes {
    private UpstreamWishes() {}

    /** Bytes a second, with {@code k} or {@code m}; {@code off}, or what is no number, changes nothing. */
    public static void limitRate(Exchange x, String value) {
        long bytes = Values.bytes(value);
        if (bytes >= 0) {
            x.state(RateSettings.OWN, bytes);
        }
    }

    /** The charset that the content type names. */
    public static void charset(Exchange x, String value) {
        x.state(CharsetSettings.OWN, value);
    }
}
