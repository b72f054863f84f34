package millrace.bench.load;

import millrace.bench.client.Client;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/** Each client is a person: asks, reads the answer, and asks again. For the loop's thread only. */
final class UserLoad extends Load {
    private final long thinkNanos;
    private final Timer[] thinking;

    UserLoad(EventLoop loop, Plan plan, Model.Users users, int index, Runnable whenOver) {
        super(loop, plan, index, whenOver);
        this.thinkNanos = users.thinkNanos();
        this.thinking = new Timer[clients.length];
        for (int i = 0; i < clients.length; i++) {
            Client client = clients[i];
            thinking[i] = loop.timer(() -> roomAt(client, System.nanoTime()));
        }
    }

    @Override
    void started(long nowNanos) {
        for (Client client : clients) {
            roomAt(client, nowNanos);
        }
    }

    /** A person has one request under way at most, also where the connection would take more. */
    @Override
    void roomAt(Client client, long nowNanos) {
        if (isRunning() && mayIssue() && client.underWay() == 0 && client.room() > 0
                && !thinking[client.number()].isArmed()) {
            issue(client, nowNanos);
        }
    }

    @Override
    void answeredAt(Client client, long nowNanos) {
        thinking[client.number()].arm(thinkNanos);
    }

    @Override
    void ending(long nowNanos) {
        for (Timer timer : thinking) {
            timer.cancel();
        }
    }
}
