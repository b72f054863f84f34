package millrace.gateway.balance;

/** A request that waits for a peer. */
public interface Waiter {
    /** The request's selection, which nobody else touches while it waits. */
    Selection selection();

    /**
     * A peer was found; the selection has it as its current one. Called by whatever thread has made room, once: get
     * onto the request's own loop, and release the peer there if the request is over by then.
     */
    void found(Peer peer);
}
