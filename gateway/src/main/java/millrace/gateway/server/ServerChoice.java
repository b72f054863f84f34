package millrace.gateway.server;

import java.util.List;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;

/** Finds the virtual server of a request by the name that it asks for. */
@FunctionalInterface
interface ServerChoice {
    /** The server, {@code otherwise} when none has that name, or {@code null} when the name could be nobody's. */
    Scope choose(Exchange x, Scope otherwise);

    /** The choice among the servers of one address. */
    static ServerChoice among(List<Scope> servers) {
        return (x, otherwise) -> otherwise;
    }
}
