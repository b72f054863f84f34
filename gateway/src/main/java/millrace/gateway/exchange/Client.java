package millrace.gateway.exchange;

import java.net.SocketAddress;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** The connection that requests come by, as an exchange sees it. For the loop's own thread only. */
public interface Client {
    /** The stream below; for protocols with several requests at once it is shared by them. */
    Connection stream();

    /** Number of the connection, counted for the whole process: nginx's {@code $connection}. */
    long number();

    /** Which request of the connection this is, from 1 on. */
    long requests();

    /** Whether the request at work was sent before the one in front of it was answered. */
    boolean isPipelined();

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

    /** Somebody wants (more of) the request's body. */
    void bodyWanted(Exchange x);

    /** The reply is complete: what follows is the client's affair. */
    void replyEnded(Exchange x);

    /** Ends the connection without an answer. */
    void abort(Exchange x);

    /** No further request on this connection. */
    void lastRequest(Exchange x);

    /** Whether the connection will live on after this reply, as far as is known. */
    boolean keepsAlive(Exchange x);

    /** Gives the stream away: what comes from now on is the new handler's, and its end is the exchange's. */
    void upgrade(Exchange x, StreamHandler heir);
}
