package millrace.http;

/** Answers requests, on the loop of their connection. */
@FunctionalInterface
public interface Handler {
    /**
     * A request has come; its head is complete, its body may still be on the way.
     *
     * <p>Both objects belong to this request alone and are reused for others once the response has ended. The response
     * may be ended here or later, on the same loop's thread.
     *
     * @throws Exception answered with 500 and an id that the log carries; {@link HttpException} with its status
     */
    void handle(Request request, Response response) throws Exception;
}
