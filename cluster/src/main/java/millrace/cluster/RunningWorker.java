package millrace.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.cluster.json.Json;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.DescriptorPassing;
import millrace.os.OsException;

/**
 * One worker, from the start of its process to its end: the primary's end of its channel, and the connections that are on
 * their way to it. What its messages bring about is the {@link Owner}'s business. For the loop's own thread only.
 */
final class RunningWorker implements Worker, Turns.Candidate, Channel.Receiver {

    /** The primary, as its workers see it. */
    interface Owner {
        void received(RunningWorker worker, Message message);

        /** The worker can take connections again, after it could not. */
        void ready(RunningWorker worker);

        /** Whether somebody else can take connections of a worker that leaves, now or later. */
        boolean keepsPorts();

        /**
         * The worker leaves, and gives a connection to another.
         *
         * @param fd owned from now on
         */
        void moved(String portKey, int fd);

        /** The channel is closed: nothing more can be handed to the worker. */
        void disconnected(RunningWorker worker);

        PrimaryEvents events();
    }

    /** A worker that has refused a connection is left alone for so long, if there are others. */
    private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A worker that has not answered for so long is busy, or stopped: others come first. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int MOST_WARNINGS = 5;

    private final int id;
    private final int instance;
    private final int pid;
    private final int port;
    private final EventLoop loop;
    private final Channel channel;
    private final Owner owner;
    private final HandOvers handOvers = new HandOvers();
    private final WorkerLoad load = new WorkerLoad();
    private State state = State.NONE;
    private boolean spoken;
    private boolean heard;
    private boolean leaving;

    /** Whether it shall prove first that it is any good: until then connections go to others. */
    private boolean onTrial;

    /** Whether somebody wanted to hand something over when that was not possible. */
    private boolean missed;

    private long seq;
    private int warnings;
    private boolean refused;
    private long refusedNanos;

    /**
     * @param launch the channel in it is owned from now on, the rest is not
     */
    RunningWorker(int id, int instance, Launch launch, EventLoop loop, DescriptorPassing passing, Owner owner) {
        this.id = id;
        this.instance = instance;
        this.pid = launch.process().pid();
        this.port = launch.provisions().port();
        this.loop = loop;
        this.owner = owner;
        this.channel = launch.channel() < 0 ? null : new Channel(loop, launch.channel(), passing, false, this);
    }

    /** Begins to read the channel. */
    void open() {
        if (channel != null) {
            channel.open();
        }
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int instance() {
        return instance;
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public boolean exitedAfterDisconnect() {
        return leaving;
    }

    @Override
    public long connections() {
        return load.connections();
    }

    @Override
    public int connectionsUnderWay() {
        return handOvers.count();
    }

    @Override
    public long openConnections() {
        return load.isTold() ? load.open() : -1;
    }

    @Override
    public WorkerReport report() {
        return load.report();
    }

    void state(State next) {
        state = next;
        spoken |= next == State.ONLINE;
    }

    /** From now on its end is no accident. */
    void leave() {
        leaving = true;
    }

    /** Whether it has ever said anything of the protocol. */
    boolean hasSpoken() {
        return spoken;
    }

    /** Whether it has ever said anything at all. */
    boolean usesChannel() {
        return heard;
    }

    /** Whether it reads its channel, as far as we know. */
    boolean isConnected() {
        return spoken && !channel.isClosed();
    }

    /** Sends a message; {@code false} when it cannot arrive. */
    boolean send(Map<String, Object> message) {
        return send(Json.line(message));
    }

    boolean send(byte[] line) {
        return channel != null && channel.send(line);
    }

    /** Asks it over its channel to take nothing new, to finish and to leave; {@code false} when it cannot hear. */
    boolean askToLeave(long graceNanos) {
        return sayLeave(graceNanos) && send(Replies.DISCONNECT);
    }

    /** Connections on which nothing is under way come back from now on, if the worker knows how to do that. */
    boolean sayLeave(long graceNanos) {
        boolean moves = owner.keepsPorts();
        long idleMillis = TimeUnit.NANOSECONDS.toMillis(graceNanos) / 2;
        if (moves && channel != null) {
            channel.takeDescriptors();
        }
        return send(Replies.leave(moves, idleMillis));
    }

    /** Sends a message with a listening socket, of which the worker gets a descriptor of its own. */
    boolean giveSocket(byte[] line, int fd) {
        if (channel == null || !handOvers.hasRoomForSocket() || !channel.send(line, fd)) {
            return false;
        }
        handOvers.socketSent();
        return true;
    }

    @Override
    public boolean ready(long nowNanos) {
        boolean ready = !onTrial && handOvers.hasRoom() && !refuses(nowNanos) && channel.takesNow(handOvers.allReported());
        missed |= !ready;
        return ready;
    }

    /** Whether it gets no connections for the present. */
    void onTrial(boolean trial) {
        onTrial = trial;
        tellIfReady();
    }

    private void tellIfReady() {
        if (missed && ready(loop.nowNanos())) {
            missed = false;
            owner.ready(this);
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
     * Hands a connection over. Our descriptor stays open until the worker has accepted the connection; then it is closed.
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

    @Override
    public void line(byte[] buffer, int offset, int length) {
        long answer = AnswerScan.read(buffer, offset, length);
        if (answer == AnswerScan.ARRIVED) {
            arrived();
        } else if (answer != AnswerScan.OTHER) {
            answered(answer, true);
        } else {
            heard = true;
            if (!owner.events().line(this, buffer, offset, length)) {
                parse(buffer, offset, length);
            }
        }
    }

    private void parse(byte[] buffer, int offset, int length) {
        Message message;
        try {
            message = Message.read(buffer, offset, length);
        } catch (IOException e) {
            lost("something that is not JSON (" + length + " bytes)", "");
            return;
        }
        switch (message) {
            case Message.HandleArrived arrived -> arrived();
            case Message.HandleLost lost -> comesBack(handOvers.lost());
            case Message.Answer answer -> answered(answer.ack(), answer.accepted());
            case Message.Handle handle -> handle(handle);
            case Message.Connections connections -> load.told(connections.open());
            case Message.Report report -> {
                load.reported(report.figures());
                owner.events().report(this, report.figures());
            }
            default -> owner.received(this, message);
        }
    }

    private void handle(Message.Handle handle) {
        int fd = channel.takeDescriptor();
        if (!(handle.inner() instanceof Message.Move move)) {
            if (fd >= 0) {
                Descriptor.close(fd);
            }
            owner.received(this, handle);
        } else if (fd < 0) {
            send(Replies.HANDLE_LOST);
        } else {
            send(Replies.HANDLE_ARRIVED);
            owner.moved(move.key(), fd);
        }
    }

    private void arrived() {
        handOvers.arrived();
        tellIfReady();
    }

    private void answered(long seq, boolean accepted) {
        HandOvers.HandOver handOver = handOvers.answered(seq);
        if (handOver == null) {
            return;
        }
        if (accepted) {
            load.accepted();
            Descriptor.close(handOver.fd);
            tellIfReady();
        } else {
            comesBack(handOver);
        }
    }

    private void comesBack(HandOvers.HandOver handOver) {
        if (handOver != null) {
            refused = true;
            refusedNanos = loop.nowNanos();
            handOver.port.takeBack(handOver.fd);
        }
    }

    @Override
    public void lineTooLong() {
        lost("a message of more than " + (Channel.LONGEST_LINE >> 20) + " MiB",
                "; send large data through a file or a socket");
    }

    private void lost(String what, String remedy) {
        warn("sent " + what + ": ignored" + remedy);
        owner.events().messageLost(this, what + remedy);
    }

    /** Reports what is wrong with its messages, the first few times. */
    void warn(String what) {
        if (++warnings <= MOST_WARNINGS) {
            owner.events().warning("worker " + id + " " + what
                    + (warnings == MOST_WARNINGS ? " (no more is said of such things)" : ""));
        }
    }

    @Override
    public void channelWritable() {
        tellIfReady();
    }

    /** The process has ended: takes what it has said before, then closes the channel. */
    void drain() {
        if (channel != null && !channel.isClosed()) {
            channel.drain();
            channel.end(null);
        }
    }

    @Override
    public void channelClosed(OsException cause) {
        state = State.DISCONNECTED;
        owner.disconnected(this);
        handOvers.abandon(handOver -> handOver.port.takeBack(handOver.fd));
    }
}
