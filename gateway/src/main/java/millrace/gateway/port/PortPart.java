package millrace.gateway.port;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.ClientFacts;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.Level;
import millrace.loop.Connection;
import millrace.loop.SocketListener;
import millrace.loop.StreamHandler;

/**
 * One door as one loop serves it: its listener there, and who has come by it. For that loop's thread.
 *
 * @param <S> what is served, as of one configuration
 */
public abstract class PortPart<S> {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final GatewayLoop loop;
    private S servers;
    private SocketListener listener;
    private AcceptTurn turn;

    /** What another door knows of the client that is being accepted, or {@code null}. */
    private Consumer<ClientFacts> introduction;

    private boolean leaving;
    private Runnable whenEmpty;

    protected PortPart(GatewayLoop loop, S servers) {
        this.loop = loop;
        this.servers = servers;
    }

    public final GatewayLoop loop() {
        return loop;
    }

    public final S servers() {
        return servers;
    }

    /** The configuration for what comes from now on; what is under way keeps its own. */
    final void servers(S next) {
        servers = next;
        reloaded();
    }

    /** Another configuration has taken the place of the one before. */
    protected void reloaded() {}

    /** A number for a connection or session, counted for the whole process: nginx's {@code $connection}. */
    protected static long number() {
        return NUMBERS.incrementAndGet();
    }

    /** Begins with a listening descriptor, which belongs to this object from now on. */
    protected abstract void listen(int descriptor);

    /**
     * Serves a connection that has come by another door of the process.
     *
     * @param known tells what that door knows of the client
     * @return who hears of it from now on; {@code null} if it is refused
     */
    public final StreamHandler adopt(Connection from, Consumer<ClientFacts> known) {
        AcceptTurn own = turn;
        // It says nothing of who accepts too much here.
        turn = null;
        introduction = known;
        try {
            return accept(from);
        } finally {
            turn = own;
            introduction = null;
        }
    }

    /** Who serves a connection; {@code null} if it is refused. */
    protected abstract StreamHandler accept(Connection connection);

    /** Accepts connections from it. */
    protected final void acceptFrom(int descriptor) {
        listener = SocketListener.adopt(loop.events(), descriptor, this::accept);
    }

    /** As {@link #listen(int)}, from a socket that other loops accept from, too, each in its turn. */
    final void listen(int descriptor, AcceptTurn sharedTurn, boolean begins) {
        turn = sharedTurn;
        listen(descriptor);
        if (!begins) {
            pauseAccepting();
        }
    }

    final void pauseAccepting() {
        listener.pause();
    }

    final void resumeAccepting() {
        if (!leaving) {
            listener.resume();
        }
    }

    /** Whether there are as many connections as {@code worker_connections} allows. */
    protected final boolean isFull() {
        boolean full = !loop.traffic().hasRoom();
        if (full) {
            log().log(Level.ALERT, 0, loop.traffic().limit() + " worker_connections are not enough");
        }
        return full;
    }

    /** Where to tell of what concerns no connection alone. */
    protected abstract ErrorLog log();

    /** A client was accepted. */
    protected final void countAccepted(ClientFacts added) {
        loop.traffic().accepted();
        if (introduction != null) {
            introduction.accept(added);
        }
        if (turn != null) {
            turn.accepted(this);
        }
    }

    /** Connections or sessions that are open. */
    protected abstract int open();

    /** To be called whenever one has gone. */
    protected final void tellIfEmpty() {
        if (open() == 0 && whenEmpty != null) {
            Runnable told = whenEmpty;
            whenEmpty = null;
            told.run();
        }
    }

    /** Whether connections end with what they are at. */
    public final boolean isLeaving() {
        return leaving;
    }

    /**
     * Accepts nobody who has not connected yet, closes what is idle, and lets the others finish what they are at.
     *
     * @param told when nobody is left
     */
    final void leave(Runnable told) {
        whenEmpty = told;
        leaving = true;
        stopAccepting();
        // Requests that have arrived already are still served.
        loop.events().immediate(() -> {
            closeIdle();
            tellIfEmpty();
        });
    }

    /** Accepts nobody who has not connected yet. */
    protected void stopAccepting() {
        if (listener != null) {
            // Who has connected already is still served.
            listener.acceptRest();
            listener.close();
        }
    }

    /** Ends those that were open at some time and have nothing to do. */
    protected abstract void endIdleSince(long nanos);

    /** The port leaves: closes who is at nothing. */
    protected abstract void closeIdle();

    /** How many are at something that a configuration has begun. */
    protected abstract int servedBy(Configuration configuration);

    /** Ends those. */
    protected abstract void abortServedBy(Configuration configuration);

    /** Ends what is still open. */
    protected abstract void abortAll();
}
