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
 * One worker, from the start of its process to its end: the primary's end of its channel. What its messages bring about is the {@link Owner}'s business. For the loop's own thread only.
 */
final class RunningWorker implements Worker, Channel.Receiver {

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

    private static final int MOST_WARNINGS = 5;

    private final int id;
    private final int instance;
    private final int pid;
    private final int port;
    private final Channel channel;
    private final Owner owner;
    private final Delivery delivery;
    private State state = State.NONE;
    private boolean spoken;
    private boolean heard;
    private boolean leaving;
    private boolean awaitsSignal;
    private int warnings;

    /**
     * @param launch the channel in it is owned from now on, the rest is not
     */
    RunningWorker(int id, int instance, Launch launch, EventLoop loop, DescriptorPassing passing, Owner owner) {
        this.id = id;
        this.instance = instance;
        this.pid = launch.process().pid();
        this.port = launch.provisions().port();
        this.owner = owner;
        this.channel = launch.channel() < 0 ? null : new Channel(loop, launch.channel(), passing, false, this);
        this.delivery = channel == null ? null : new Delivery(instance, loop, channel, () -> owner.ready(this));
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
        return delivery == null ? 0 : delivery.load().connections();
    }

    @Override
    public int connectionsUnderWay() {
        return delivery == null ? 0 : delivery.underWay();
    }

    @Override
    public long openConnections() {
        return delivery != null && delivery.load().isTold() ? delivery.load().open() : -1;
    }

    @Override
    public WorkerReport report() {
        return delivery == null ? null : delivery.load().report();
    }

    void state(State next) {
        state = next;
        spoken |= next == State.ONLINE;
    }

    /** From now on its end is no accident. */
    void leave() {
        leaving = true;
        if (delivery != null) {
            delivery.leaves();
        }
    }

    /** Whether it has ever said anything of the protocol. */
    boolean hasSpoken() {
        return spoken;
    }

    /** Whether it has ever said anything at all. */
    boolean usesChannel() {
        return heard;
    }

    /** Whether, when it has finished, it waits for the signal. */
    boolean awaitsSignal() {
        return awaitsSignal;
    }

    /** Whether it reads its channel, as far as we know. */
    boolean isConnected() {
        return spoken && !channel.isClosed();
    }

    /** Sends what the app's owner has to say; {@code false} when it cannot arrive, or more waits than is good. */
    boolean send(byte[] line) {
        return channel != null && channel.send(line);
    }

    /** Says something of the protocol, which must not get lost: {@code false} when it cannot arrive. */
    boolean say(Map<String, Object> message) {
        return say(Json.line(message));
    }

    boolean say(byte[] line) {
        return channel != null && channel.sendAnyway(line);
    }

    /** Asks it over its channel to take nothing new, to finish and to leave; {@code false} when it cannot hear. */
    boolean askToLeave(StopPolicy policy, long graceNanos) {
        return sayLeave(policy, graceNanos) && say(Replies.DISCONNECT);
    }

    /** Connections on which nothing is under way come back from now on, if the worker knows how to do that. */
    boolean sayLeave(StopPolicy policy, long graceNanos) {
        boolean moves = owner.keepsPorts();
        long idleMillis = TimeUnit.NANOSECONDS.toMillis(graceNanos) / 2;
        if (moves && channel != null) {
            channel.takeDescriptors();
        }
        return say(Replies.leave(moves, idleMillis, policy.byMessage() ? null : policy.signal()));
    }

    /** The connections that it gets; {@code null} when it has no channel. */
    Delivery delivery() {
        return delivery;
    }

    /** Whether it gets no connections for the present. */
    void onTrial(boolean trial) {
        if (delivery != null) {
            delivery.onTrial(trial);
        }
    }

    @Override
    public void line(byte[] buffer, int offset, int length) {
        long answer = AnswerScan.read(buffer, offset, length);
        if (answer == AnswerScan.ARRIVED) {
            delivery.arrived();
        } else if (answer != AnswerScan.OTHER) {
            delivery.answered(answer, true);
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
            case Message.HandleArrived arrived -> delivery.arrived();
            case Message.HandleLost lost -> delivery.lost();
            case Message.Answer answer -> delivery.answered(answer.ack(), answer.accepted());
            case Message.Handle handle -> handle(handle);
            case Message.AwaitsSignal awaits -> awaitsSignal = true;
            case Message.Connections connections -> delivery.load().told(connections.open());
            case Message.Report report -> {
                delivery.load().reported(report.figures());
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
            say(Replies.HANDLE_LOST);
        } else {
            say(Replies.HANDLE_ARRIVED);
            owner.moved(move.key(), fd);
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
        delivery.tellIfReady();
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
        delivery.abandon();
    }
}
