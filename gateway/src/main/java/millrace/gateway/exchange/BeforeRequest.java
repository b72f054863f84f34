package millrace.gateway.exchange;

import millrace.gateway.config.Scope;

/**
 * A connection on which no request has come yet, for those who ask for variables meanwhile: what is known of the connection
 * has a value. On the loop.
 */
public final class BeforeRequest implements AutoCloseable {
    private final Exchange x;

    public BeforeRequest(GatewayLoop loop, Client client, Scope server) {
        x = loop.take();
        x.beginMain(client);
        x.prepare(server, new NullSink());
    }

    /** Until this is closed. */
    public Exchange exchange() {
        return x;
    }

    @Override
    public void close() {
        x.attachments().end();
        x.dismiss();
    }
}
