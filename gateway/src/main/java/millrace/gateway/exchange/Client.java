package millrace.gateway.exchange;

import millrace.loop.StreamHandler;

/** What a request has come by, as an exchange sees it: a connection, or a part of one. For the loop's own thread only. */
public interface Client extends ClientFacts {
    /** Which request of the connection this is, from 1 on. */
    long requests();

    /** Whether the request at work was sent before the one in front of it was answered. */
    boolean isPipelined();

    /** Somebody wants (more of) the request's body. */
    void bodyWanted(Exchange x);

    /** The reply is complete: what follows is the client's affair. */
    void replyEnded(Exchange x);

    /** Ends the connection, or the request's part of it, without an answer. */
    void abort(Exchange x);

    /** The reply that was begun will not come to its end: the client learns so when it has what was written. */
    void cut(Exchange x);

    /** No further request on this connection. */
    void lastRequest(Exchange x);

    /** Whether the connection will live on after this reply, as far as is known. */
    boolean keepsAlive(Exchange x);

    /** Gives the stream away: what comes from now on is the new handler's, and its end is the exchange's. */
    void upgrade(Exchange x, StreamHandler heir);
}
