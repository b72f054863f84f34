package millrace.gateway.access;

import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;

/**
 * A zone of {@code limit_req_zone} or {@code limit_conn_zone} as one configuration has it; what it counts survives a
 * reload, as long as name, key and size stay.
 *
 * @param <S> what is kept for one key
 */
final class LimitZone<S> {
    private final String name;
    private Template key;
    private Zone<S> zone;

    /** Thousandths of requests a second; only for zones that measure a rate. */
    private long rate;

    LimitZone(String name) {
        this.name = name;
    }

    void declare(Template keyOf, Zone<S> shared) {
        key = keyOf;
        zone = shared;
    }

    boolean isDeclared() {
        return zone != null;
    }

    void rate(long thousandths) {
        rate = thousandths;
    }

    long rate() {
        return rate;
    }

    String name() {
        return name;
    }

    Zone<S> zone() {
        return zone;
    }

    String key(Exchange x) {
        return key.text(x);
    }
}
