package millrace.gateway.server;

import java.util.Arrays;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.route.UriNormaliser;
import millrace.http.codec.RequestHead;

/** Reads what a request line asks for into an exchange. */
final class Targets {
    private static final StateKey<UriNormaliser> NORMALISER = StateKey.create();
    private static final byte[] ROOT = {'/'};

    private Targets() {}

    /** 0, or the status that the request is refused with. */
    static int read(Exchange x, boolean mergeSlashes) {
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
        if (b[from] != '/') {
            return 400; // "*": there is no server as such to ask.
        }
        UriNormaliser path = x.loop().state(NORMALISER, loop -> new UriNormaliser());
        if (!path.read(b, from, to, mergeSlashes)) {
            return 400;
        }
        if (path.bytes() == b) {
            x.uri().set(b, path.start(), path.end());
        } else {
            x.uri().set(Arrays.copyOfRange(path.bytes(), path.start(), path.end()), 0, path.end() - path.start());
        }
        return 0;
    }
}
