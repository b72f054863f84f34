package millrace.gateway.body;

import millrace.gateway.exchange.Exchange;

/** Who goes on when a request's body is here. */
@FunctionalInterface
public interface BodyHandler {
    /** The body is complete; that there is none counts as an empty one. Perhaps called from within {@link RequestBody#read}. */
    void onBody(Exchange x, RequestBody body);
}
