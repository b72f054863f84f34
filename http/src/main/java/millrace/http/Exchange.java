package millrace.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.loop.stall.Described;

/**
 * A request and its response: what a connection holds from the first byte of a head until both have ended.
 *
 * <p>Used again for the next request of any connection on the loop, but only when the handler had ended the response
 * before it returned without an error. Otherwise the application may still hold on to it, and a late call must not reach another
 * client's response; so it is left to the garbage collector.
 */
final class Exchange {
    final Request request = new Request();
    final Response response = new Response();
    private boolean outlivedHandler;

    void begin(Carrier connection) {
        outlivedHandler = false;
        request.begin(connection);
        response.begin(connection, request);
    }

    /** Lets the application answer, now or later. */
    void handle(Handler handler) {
        try {
            handler.handle(request, response);
        } catch (Throwable t) {
            response.fail(t);
            outlivedHandler = true; // What it had started before may still answer.
        }
        if (!response.isEnded()) {
            outlivedHandler = true;
            request.head.detach();
        }
    }

    boolean isReusable() {
        return !outlivedHandler;
    }

    /** Whether this client must not, or will not, send another request behind this one. */
    boolean isLast() {
        return !request.head.keepAlive() || request.intake.isInTheWay(request.head);
    }

    /**
     * {@code GET /slow from 127.0.0.1:40312 (handler: a lambda in Slow)}.
     *
     * @param exchange what the connection works on, null for nothing: read by a thread that is not the loop's
     */
    static String describe(Exchange exchange, SocketAddress client, Handler handler) {
        String from = client instanceof InetSocketAddress inet
                ? " from " + inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : "";
        String method = exchange == null ? null : exchange.request.method();
        String what = method == null ? "a connection" : method + " " + exchange.request.target();
        return what + from + " (handler: " + Described.nameOf(handler) + ")";
    }

    boolean isBodyComplete() {
        return request.intake.isComplete();
    }

    /** How much of the body has arrived, when more of it is waited for; else −1. */
    long awaitedBody() {
        BodyIntake body = request.intake;
        return !body.isComplete() && body.isWanted(response) ? body.arrivedBytes() : -1;
    }

    /** The connection is closed before this has come to its end. */
    void breakOff(IOException cause) {
        // First, so that an answer to the broken body goes nowhere, and is no incident.
        response.connectionClosed();
        request.intake.fail(cause == null ? new EOFException("the connection is closed") : cause);
    }
}
