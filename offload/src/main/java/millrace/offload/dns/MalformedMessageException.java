package millrace.offload.dns;

/** Bytes that are no DNS message. */
final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedMessageException(String why) {
        // Made for every stray datagram, and never shown with a trace.
        super(why, null, false, false);
    }
}
