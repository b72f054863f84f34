package millrace.gateway.balance;

import millrace.loop.EventLoop;
import millrace.loop.Timer;

/** One wait of a request for a peer of its group: {@code queue} of an upstream. */
public final class Queueing implements Waiter {
    /** Who waits; on its loop. */
    public interface Caller {
        /** The queue has a peer, or {@code null}: it has taken too long. */
        void dequeued(Peer peer);
    }

    private final Caller request;
    private final Selection selection;
    private final Upstream upstream;
    private final EventLoop events;
    private final Timer timer;
    private boolean over;

    private Queueing(Caller request, Selection selection, Upstream upstream, EventLoop events) {
        this.request = request;
        this.selection = selection;
        this.upstream = upstream;
        this.events = events;
        this.timer = events.timer(this::expired);
    }

    /** Joins the queue; {@code null} when there is none, or it is full. */
    public static Queueing join(Caller request, Selection selection, Upstream upstream, EventLoop events) {
        if (upstream.queueTimeoutMillis() == 0) {
            return null;
        }
        Queueing waiter = new Queueing(request, selection, upstream, events);
        if (!upstream.group().await(waiter)) {
            return null;
        }
        waiter.timer.arm(upstream.queueTimeoutMillis() * 1_000_000);
        return waiter;
    }

    @Override
    public Selection selection() {
        return selection;
    }

    /** By whatever thread has given the peer back. */
    @Override
    public void found(Peer peer) {
        events.execute(() -> {
            timer.cancel();
            if (over) {
                selection.release(Outcome.SUCCEEDED);
            } else {
                over = true;
                request.dequeued(peer);
            }
        });
    }

    private void expired() {
        if (!over && upstream.group().abandon(this)) {
            over = true;
            request.dequeued(null);
        }
    }

    /**
     * The request waits no longer.
     *
     * @return whether its selection can be used again; else a peer is on its way
     */
    public boolean leave() {
        timer.cancel();
        over = true;
        return upstream.group().abandon(this);
    }
}
