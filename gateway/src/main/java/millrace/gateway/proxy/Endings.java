package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.Level;
import millrace.os.Errno;
import millrace.os.ErrorText;
import millrace.os.OsException;

/** What it means that an upstream's connection has ended before the answer did. */
final class Endings {
    private Endings() {}

    /** In nginx's words, whatever it was that reported it. */
    static String clientGone(boolean connecting, boolean beforeHead) {
        return "epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while "
                + (connecting ? "connecting to upstream"
                        : beforeHead ? "reading response header from upstream" : "reading upstream");
    }

    /** The upstream has let the time pass; or the client, whom a relay waits for. */
    static void late(UpstreamRequest request, boolean byClient, boolean sending) {
        if (byClient) {
            request.log(Level.INFO, "client timed out while sending to client");
            request.exchange().client().abort(request.exchange());
            return;
        }
        boolean beforeHead = request.isBeforeHead();
        String doing = sending ? "sending request to upstream"
                : beforeHead ? "reading response header from upstream" : "reading upstream";
        Failure failure = !beforeHead ? Failure.BODY_TIMED_OUT
                : sending ? Failure.SEND_TIMED_OUT : Failure.HEADER_TIMED_OUT;
        request.fail(failure, "upstream timed out (110: Connection timed out) while " + doing);
    }

    /** Both sides of a tunnel have been silent for too long. */
    static void silent(UpstreamRequest request) {
        request.log(Level.INFO, "upstream timed out (110: Connection timed out) while proxying upgraded connection");
    }

    /** @param cause what broke the connection; {@code null} when the upstream has closed it in order */
    static void judge(UpstreamRequest request, IOException cause) {
        boolean beforeHead = request.isBeforeHead();
        String reading = beforeHead ? "reading response header from upstream" : "reading upstream";
        int errno = cause instanceof OsException known ? known.errno() : 0;
        if (Errno.EPIPE.number() == errno) {
            request.fail(failure(request, Failure.SEND_FAILED),
                    "writev() failed " + ErrorText.numbered(errno) + " while sending request to upstream");
        } else if (errno != 0) {
            request.fail(failure(request, Failure.RESET_BEFORE_HEADER),
                    "recv() failed " + ErrorText.numbered(errno) + " while " + reading);
        } else {
            request.fail(failure(request, Failure.CLOSED_BEFORE_HEADER),
                    "upstream prematurely closed connection while " + reading);
        }
    }

    private static Failure failure(UpstreamRequest request, Failure beforeHead) {
        return !request.isBeforeHead() ? Failure.CLOSED_IN_BODY
                : request.isUnseen() ? Failure.KEPT_CONNECTION_CLOSED : beforeHead;
    }

    /** The client has the head of an answer that will not come to its end: it learns so by the connection's. */
    static void cut(Exchange x) {
        if (x.parent() == null) {
            x.client().cut(x);
        } else {
            x.gone(null);
        }
    }
}
