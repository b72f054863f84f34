package millrace.cluster;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.os.Descriptor;
import millrace.os.TcpProgress;

/**
 * The connections that one worker gets: whether it can take one now, those on their way to it, and how many there were.
 * For the loop's own thread only.
 */
final class Delivery implements Turns.Candidate {
    /** A worker that has refused a connection is left alone for so long, if there are others. */
    private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A worker that has not answered for so long is busy, or stopped: others come first. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int instance;
    private final EventLoop loop;
    private final Channel channel;
    private final Runnable whenReady;
    private final HandOvers handOvers = new HandOvers();
    private final WorkerLoad load = new WorkerLoad();
    private final Keepsakes keepsakes = new Keepsakes();
    private final Timer expiry;

    /** Whether the worker shall prove first that it is any good: until then connections go to others. */
    private boolean onTrial;

    private boolean leaving;

    /** Whether somebody wanted to hand something over when that was not possible. */
    private boolean missed;

    private long seq;
    private boolean refused;
    private long refusedNanos;

    /**
     * @param whenReady the worker can take connections again, after it could not
     */
    Delivery(int instance, EventLoop loop, Channel channel, Runnable whenReady) {
        this.instance = instance;
        this.loop = loop;
        this.channel = channel;
        this.whenReady = whenReady;
        this.expiry = loop.timer(this::expire);
    }

    WorkerLoad load() {
        return load;
    }

    /** How many connections wait for an answer. */
    int underWay() {
        return handOvers.count();
    }

    @Override
    public int instance() {
        return instance;
    }

    @Override
    public long connections() {
        // Whoever has not told yet which of them are left has all that it has ever got, not none: else it would get all others.
        return (load.isTold() ? load.open() : load.connections()) + handOvers.count();
    }

    @Override
    public boolean ready(long nowNanos) {
        boolean ready = !onTrial && !refuses(nowNanos) && takesNow();
        missed |= !ready;
        return ready;
    }

    /** Whether a connection can be handed over now, be it that clients' do not go there. */
    boolean takesNow() {
        return handOvers.hasRoom() && channel.takesNow(handOvers.allReported());
    }

    /** Whether it gets no connections for the present. */
    void onTrial(boolean trial) {
        onTrial = trial;
        tellIfReady();
    }

    void tellIfReady() {
        if (missed && ready(loop.nowNanos())) {
            missed = false;
            whenReady.run();
        }
    }

    @Override
    public boolean slow(long nowNanos) {
        return handOvers.count() > 0 && nowNanos - handOvers.oldestSentNanos() > PATIENCE_NANOS;
    }

    boolean refuses(long nowNanos) {
        return refused && nowNanos - refusedNanos < REFUSAL_NANOS;
    }

    /**
     * Hands a connection over. Our descriptor stays open until the worker has accepted the connection, and a moment
     * longer.
     *
     * @return {@code false} when the channel is full, and nothing has happened
     */
    boolean handOver(RoundRobinPort port, int fd) {
        if (!channel.sendNow(port.line(), port.writeLine(seq), fd)) {
            return false;
        }
        handOvers.sent(seq++, fd, port, loop.nowNanos());
        return true;
    }

    /** The same whatever is under way and waits already; {@code false} when the worker is gone. */
    boolean handOverAnyway(RoundRobinPort port, int fd) {
        byte[] line = Arrays.copyOf(port.line(), port.writeLine(seq));
        if (!channel.send(line, fd)) {
            return false;
        }
        handOvers.sent(seq++, fd, port, loop.nowNanos());
        return true;
    }

    /** Whether it gets connections, now or soon. */
    boolean takesPart() {
        return !onTrial;
    }

    /** Sends a message with a listening socket, of which the worker gets a descriptor of its own. */
    boolean giveSocket(byte[] line, int fd) {
        if (!handOvers.hasRoomForSocket() || !channel.send(line, fd)) {
            return false;
        }
        handOvers.socketSent();
        return true;
    }

    /** The worker reports that the next descriptor has arrived. */
    void arrived() {
        handOvers.arrived();
        tellIfReady();
    }

    /** The worker reports that the next descriptor has not arrived. */
    void lost() {
        comesBack(handOvers.lost());
    }

    /** The worker answers a connection. */
    void answered(long number, boolean accepted) {
        HandOvers.HandOver handOver = handOvers.answered(number);
        if (handOver == null) {
            return;
        }
        if (accepted) {
            load.accepted();
            keep(handOver);
            tellIfReady();
        } else {
            comesBack(handOver);
        }
    }

    /** From now on it may give back what it has accepted, which must not go to two others. */
    void leaves() {
        leaving = true;
        keepsakes.abandon(fd -> false, RoundRobinPort::takeBack);
    }

    private void keep(HandOvers.HandOver handOver) {
        if (leaving) {
            Descriptor.close(handOver.fd);
            return;
        }
        if (keepsakes.isEmpty()) {
            expiry.arm(Keepsakes.KEPT_NANOS);
        }
        keepsakes.add(handOver.fd, handOver.port, loop.nowNanos());
    }

    private void expire() {
        keepsakes.expire(loop.nowNanos());
        if (!keepsakes.isEmpty()) {
            expiry.arm(Keepsakes.KEPT_NANOS);
        }
    }

    private void comesBack(HandOvers.HandOver handOver) {
        if (handOver != null) {
            refused = true;
            refusedNanos = loop.nowNanos();
            handOver.port.takeBack(handOver.fd);
        }
    }

    /** The worker is gone: what was on its way goes to another, and what it has not even looked at. */
    void abandon() {
        expiry.cancel();
        keepsakes.abandon(TcpProgress::isUntouched, RoundRobinPort::takeBack);
        handOvers.abandon(handOver -> handOver.port.takeBack(handOver.fd));
    }
}
