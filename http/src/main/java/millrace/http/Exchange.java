package millrace.http;

/**
 * A request and its response: what a connection holds from the first byte of a head until both have ended.
 *
 * <p>Used again for the next request of any connection on the loop, but only when the handler had ended the response
 * before it returned. Otherwise the application may still hold on to it, and a late call must not reach another
 * client's response; so it is left to the garbage collector.
 */
final class Exchange {
    final Request request = new Request();
    final Response response = new Response();
    boolean outlivedHandler;

    void begin(HttpConnection connection) {
        outlivedHandler = false;
        request.begin(connection);
        response.begin(connection, request);
    }
}
