package millrace.bench.load;

import millrace.bench.client.Client;
import millrace.loop.EventLoop;

/** Every connection asks again as soon as it may. For the loop's thread only. */
final class ClosedLoad extends Load {
    ClosedLoad(EventLoop loop, Plan plan, int index, Runnable whenOver) {
        super(loop, plan, index, whenOver);
    }

    @Override
    void started(long nowNanos) {
        for (Client client : clients) {
            roomAt(client, nowNanos);
        }
    }

    @Override
    void roomAt(Client client, long nowNanos) {
        while (mayIssue() && client.room() > 0) {
            issue(client, nowNanos);
        }
    }

    @Override
    void answeredAt(Client client, long nowNanos) {
        roomAt(client, nowNanos);
    }
}
