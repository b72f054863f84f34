package millrace.gateway.balance;

/** How an attempt at a peer ended, as far as choosing the next one is concerned. */
public enum Outcome {
    /** It answered, or the client went away: the peer is not to blame. */
    SUCCEEDED,
    /** It answered with a status on which the request goes on to the next (403, 404, 429): counted, not held against it. */
    PASSED_ON,
    /** It could not be reached, did not answer in time, answered nonsense, or a status that {@code *_next_upstream} names. */
    FAILED
}
