package millrace.gateway.exchange;

/** Who may answer instead of the usual page: {@code error_page}. */
@FunctionalInterface
public interface ErrorHandler {
    /** Whether the request goes on elsewhere; if not, the next handler is asked, and at last the usual page is sent. */
    boolean handle(Exchange x, int status);

    /** Whether {@link #handle} would have something for a status: an upstream's own answer goes to the client otherwise. */
    default boolean has(Exchange x, int status) {
        return false;
    }
}
