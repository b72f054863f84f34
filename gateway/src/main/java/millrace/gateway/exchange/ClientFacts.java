package millrace.gateway.exchange;

import java.net.SocketAddress;
import millrace.loop.Connection;

/** What is known of a client's connection, whatever comes by it. For the loop's own thread only. */
public interface ClientFacts {
    /** The stream below; for protocols with several requests at once it is shared by them. */
    Connection stream();

    /** Number of the connection, counted for the whole process: nginx's {@code $connection}. */
    long number();

    /** When it was accepted: a time of {@link millrace.loop.EventLoop#nowNanos}. */
    long openedNanos();

    /** The client's address, or {@code null} for a Unix socket; {@code realip} may have changed it. */
    SocketAddress remoteAddress();

    void remoteAddress(SocketAddress address);

    /** The address that the client has connected to. */
    SocketAddress localAddress();

    /** What a feature keeps for a connection. */
    <T> T state(StateKey<T> key);

    <T> void state(StateKey<T> key, T value);
}
