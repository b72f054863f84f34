package millrace.gateway.access;

import java.net.SocketAddress;
import millrace.gateway.exchange.Client;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;

/** The client's address as a PROXY protocol header said it, kept for the connection that it came by. */
public final class ProxiedAddress {
    private static final StateKey<SocketAddress> SOURCE = StateKey.create();

    private ProxiedAddress() {}

    /** {@code null} when there was no such header, or it named nobody. */
    public static SocketAddress of(Exchange x) {
        return x.client().state(SOURCE);
    }

    public static void put(Client client, SocketAddress source) {
        client.state(SOURCE, source);
    }
}
