package millrace.gateway.variable;

import millrace.gateway.exchange.Exchange;

/** What {@code set} does to a variable that means something, as {@code $args} or {@code $limit_rate}. */
@FunctionalInterface
public interface Assignment {

    /** @param value one character for each octet */
    void assign(Exchange x, String value);
}
