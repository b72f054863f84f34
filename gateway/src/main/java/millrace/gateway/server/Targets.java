package millrace.gateway.server;

import millrace.gateway.exchange.Exchange;
import millrace.http.codec.RequestHead;

/** Reads what a request line asks for into an exchange. */
final class Targets {
    private static final byte[] ROOT = {'/'};

    private Targets() {}

    /** 0, or the status that the request is refused with. */
    static int read(Exchange x) {
        RequestHead head = x.ownHead();
        byte[] b = head.fields().buffer();
        int from = head.pathStart();
        int to = head.pathEnd();
        if (head.queryEnd() > to) {
            x.args().set(b, to + 1, head.queryEnd());
        } else {
            x.args().clear();
        }
        if (from == to) {
            x.uri().set(ROOT, 0, 1);
            return 0;
        }
        x.uri().set(b, from, to);
        return 0;
    }
}
