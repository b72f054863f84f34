package millrace.bench.client;

import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * What the clients of all protocols have in common: they dial, again when a connection is lost, and count what they may
 * send. The loop's thread.
 */
abstract class DialingClient implements Client, Dialer.Caller {
    /** How long it waits after a connection that brought nothing: a server in trouble is not to be hammered. */
    private static final long PAUSE_NANOS = 100_000_000;

    final EventLoop loop;
    final ClientOptions options;
    final ClientListener listener;

    /** Requests sent, and answers received, on the present connection. */
    long sentHere;

    long answeredHere;
    /** Requests sent, over all connections. */
    long sentEver;

    /** Bytes that have been counted already, and are offered again with those that follow. */
    private int countedBefore;

    private final Dialer dialer;
    private final int number;
    private final Timer pause;
    private boolean closed;

    DialingClient(EventLoop loop, int number, ClientOptions options, ClientListener listener) {
        this.loop = loop;
        this.dialer = new Dialer(loop, options, this);
        this.number = number;
        this.options = options;
        this.listener = listener;
        this.pause = loop.timer(this::open);
    }

    @Override
    public final int number() {
        return number;
    }

    /** How many of so many the limits of connection and client allow. */
    final int allowed(int wanted) {
        long left = Math.min(options.requestsPerConnection() - sentHere, options.requestsPerClient() - sentEver);
        return (int) Math.max(0, Math.min(wanted, left));
    }

    final void countSent() {
        sentHere++;
        sentEver++;
    }

    /** A request that the server has not looked at. */
    final void discard(long fromNanos) {
        sentEver--;
        listener.discarded(this, fromNanos);
    }

    /** Counts what has arrived. To be called before it is looked at: the run may end with an answer that is in it. */
    final void arrived(int bytes) {
        listener.received(bytes - countedBefore);
        countedBefore = bytes;
    }

    /** @return how many of the bytes that have arrived are done with */
    final int consumed(int bytes) {
        countedBefore -= bytes;
        return bytes;
    }

    @Override
    public final void open() {
        if (!closed) {
            dialer.dial();
        }
    }

    @Override
    public final void notConnected(String why) {
        answeredHere = 0;
        reopen();
        listener.failed(this, ErrorKind.CONNECT, 1, why);
    }

    /** For a new connection. */
    final void beginCounting() {
        sentHere = 0;
        answeredHere = 0;
        countedBefore = 0;
    }

    /** Dials again: at once if the connection that is gone brought answers. */
    final void reopen() {
        if (answeredHere > 0) {
            open();
        } else if (!closed) {
            pause.arm(PAUSE_NANOS);
        }
    }

    /** Dials no more. */
    final void hangUp() {
        closed = true;
        pause.cancel();
        dialer.close();
    }
}
