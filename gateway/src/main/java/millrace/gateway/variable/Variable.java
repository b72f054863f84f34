package millrace.gateway.variable;

import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/**
 * What a variable is in one request. Called on the loop of the exchange; on the path of plain requests it allocates
 * nothing.
 */
@FunctionalInterface
public interface Variable {

    /**
     * Appends the value.
     *
     * @return false if there is none, and then nothing was written: a text shows nothing, a log {@code -}
     */
    boolean write(Exchange x, Output to);
}
