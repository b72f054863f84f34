package millrace.gateway.exchange;

/** Who has begun a subrequest. */
@FunctionalInterface
public interface SubrequestListener {
    /** It has ended; its reply's status and headers can be read during the call. */
    void onEnd(Exchange subrequest);
}
