package millrace.bench.load;

import java.io.UncheckedIOException;
import millrace.bench.client.Client;
import millrace.loop.EventLoop;
import millrace.os.OsException;

/**
 * Requests come by a plan. One that is due while all connections are busy waits for the next that is free, and its
 * latency counts from when it was due: nothing is left out while the server is stuck. For the loop's thread only.
 */
final class OpenLoad extends Load {
    private final Arrivals arrivals;
    private final Schedule schedule;
    private final boolean fromSending;
    private final Metronome metronome;

    /** When those were due that have to be sent again. */
    private final LongQueue returned = new LongQueue();

    private long originNanos;
    private boolean waiting;

    /** The clients that have room, and others that had. */
    private final Turns turns;

    OpenLoad(EventLoop loop, Plan plan, Model.Open open, int index, Runnable whenOver) {
        super(loop, plan, index, whenOver);
        this.turns = new Turns(clients.length);
        this.schedule = open.schedule();
        this.arrivals = schedule.arrivals(index, plan.loops());
        this.fromSending = open.fromSending();
        try {
            this.metronome = Metronome.open(loop, () -> send(null, System.nanoTime()));
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void started(long nowNanos) {
        originNanos = nowNanos;
        for (Client client : clients) {
            turns.add(client.number());
        }
        send(null, nowNanos);
    }

    @Override
    void roomAt(Client client, long nowNanos) {
        turns.add(client.number());
        send(client, nowNanos);
    }

    @Override
    void answeredAt(Client client, long nowNanos) {
        turns.add(client.number());
        send(client, nowNanos);
    }

    /** Sends what is due, as far as there is room. */
    private void send(Client free, long nowNanos) {
        if (waiting && free != null && free.room() == 0) {
            return;
        }
        boolean sent = false;
        Client next = free;
        while (isDue(nowNanos) && mayIssue()) {
            next = next != null && next.room() > 0 ? next : free();
            if (next == null) {
                waitForRoom(true);
                return;
            }
            sendTo(next, nowNanos);
            sent = true;
            next = null;
        }
        if (sent || waiting || free == null) {
            waitForRoom(false);
            beat(nowNanos);
        }
    }

    @Override
    void returned(Client client, long fromNanos) {
        returned.add(fromNanos);
    }

    private boolean isDue(long nowNanos) {
        return !returned.isEmpty() || isArrived(nowNanos);
    }

    private boolean isArrived(long nowNanos) {
        return arrivals.dueNanos() != Arrivals.NONE && arrivals.dueNanos() <= nowNanos - originNanos;
    }

    private void sendTo(Client client, long nowNanos) {
        long dueNanos;
        if (returned.isEmpty()) {
            dueNanos = originNanos + arrivals.dueNanos();
            arrivals.advance();
        } else {
            dueNanos = returned.remove();
        }
        recorder.sentByPlan(nowNanos - dueNanos, waiting);
        hand(client, fromSending ? nowNanos : dueNanos);
    }

    private void waitForRoom(boolean must) {
        if (must && !waiting) {
            metronome.disarm();
        }
        waiting = must;
    }

    private void beat(long nowNanos) {
        if (arrivals.dueNanos() == Arrivals.NONE || !mayIssue()) {
            metronome.disarm();
        } else {
            metronome.arm(Math.max(Metronome.SHORTEST_NANOS, originNanos + arrivals.dueNanos() - nowNanos));
        }
    }

    /** In turns, so that all connections are used alike. */
    private Client free() {
        for (int number = turns.next(); number != Turns.NOBODY; number = turns.next()) {
            if (clients[number].room() > 0) {
                turns.add(number); // It may have room for more than this one.
                return clients[number];
            }
        }
        return null;
    }

    @Override
    boolean isExhausted() {
        return arrivals.dueNanos() == Arrivals.NONE && returned.isEmpty();
    }

    /** What was due by now and has not been sent is not sent any more, and is not forgotten either. */
    @Override
    void ending(long nowNanos) {
        metronome.close();
        recorder.missed(returned.size());
        long lastNanos = Math.min(nowNanos, originNanos + schedule.nanos()) - 1;
        while (originNanos != 0 && isArrived(lastNanos) && mayIssue()) {
            recorder.missed(1);
            arrivals.advance();
        }
    }
}
