package millrace.gateway.body;

import java.util.ArrayDeque;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;
import millrace.os.FileTransfer;

/** What a loop keeps for bodies. For its own thread only. */
final class BodyLoop {
    private static final StateKey<BodyLoop> KEY = StateKey.create();
    private static final int MOST_SPARE = 64;

    private final GatewayLoop loop;
    private final ArrayDeque<RequestBody> spare = new ArrayDeque<>();
    private FileTransfer transfer;

    private BodyLoop(GatewayLoop loop) {
        this.loop = loop;
    }

    static BodyLoop of(GatewayLoop loop) {
        return loop.state(KEY, BodyLoop::new);
    }

    FileTransfer transfer() {
        if (transfer == null) {
            transfer = new FileTransfer();
        }
        return transfer;
    }

    RequestBody take() {
        RequestBody known = spare.poll();
        return known == null ? new RequestBody(loop) : known;
    }

    void giveBack(RequestBody body) {
        if (spare.size() < MOST_SPARE) {
            spare.push(body);
        }
    }
}
