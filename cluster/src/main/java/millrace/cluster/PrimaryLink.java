package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import millrace.cluster.json.Json;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.DescriptorPassing;
import millrace.os.Errno;
import millrace.os.OsException;

/**
 * A worker's end of the channel, on a loop of its own; the app's listeners are on others. Unless said otherwise, for its
 * loop's own thread only.
 */
final class PrimaryLink implements Channel.Receiver {
    private static final int LONGEST_READ = 64 * 1024;

    private final EventLoop loop;
    private final int fd;
    private final Map<Long, Consumer<Received>> awaited = new HashMap<>();
    private final Doors doors = new Doors(this);
    private final List<BindRequest> bound = new ArrayList<>();
    private final Indexes indexes = new Indexes();
    private final Mailbox mailbox = new Mailbox();
    private LineReceiver lineReceiver = (buffer, offset, length) -> false;
    private Runnable onDisconnect;
    private Channel channel;
    private long seq;
    private boolean leaving;
    private boolean moves;

    /** What comes after the end of the channel, as soon as all is sent; {@code null} before. */
    private Runnable afterwards;

    /** An answer, with the descriptor that came with it or −1. */
    record Received(Message.Answer answer, int fd) {}

    /** Any thread. */
    PrimaryLink(EventLoop loop, int fd) {
        this.loop = loop;
        this.fd = fd;
    }

    /** Any thread. */
    EventLoop loop() {
        return loop;
    }

    void open() {
        channel = new Channel(loop, fd, new DescriptorPassing(LONGEST_READ), true, this);
        channel.open();
        send(request("online"), null);
    }

    /** However much waits for the primary; {@code false} when it is gone, and so will we be. */
    boolean send(byte[] line) {
        return channel.sendAnyway(line);
    }

    /**
     * Sends one of the protocol's messages; the answer to it is given to {@code whenAnswered}, or an error when none will
     * come.
     */
    void send(Map<String, Object> message, Consumer<Received> whenAnswered) {
        message.put("seq", ++seq);
        boolean sent = send(Json.line(message));
        if (whenAnswered != null && sent) {
            awaited.put(seq, whenAnswered);
        } else if (whenAnswered != null) {
            whenAnswered.accept(failure(seq, Errno.ECANCELED));
        }
    }

    private static Received failure(long request, Errno errno) {
        return new Received(new Message.Answer(request, Replies.error(request, errno.number())), -1);
    }

    static Map<String, Object> request(String act) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cmd", Message.CLUSTER);
        fields.put("act", act);
        return fields;
    }

    /** Asks the primary for a port. Any thread. */
    <T> CompletionStage<T> ask(PortRequest<T> request) {
        loop.execute(request::send);
        return request.result();
    }

    /** Whether nobody would answer a request. */
    boolean isLeaving() {
        return leaving || channel.isClosed();
    }

    Indexes indexes() {
        return indexes;
    }

    Doors doors() {
        return doors;
    }

    void sendClose(String key) {
        Map<String, Object> message = request("close");
        message.put("key", key);
        send(message, null);
    }

    void bound(BindRequest request) {
        bound.add(request);
    }

    /** UDP sockets do not say when they are closed: looked after before the next port is asked for. */
    void forgetClosedSockets() {
        bound.removeIf(request -> {
            if (!request.isClosed()) {
                return false;
            }
            sendClose(request.key());
            request.forget();
            return true;
        });
    }

    void onMessage(Consumer<String> next) {
        mailbox.receiver(next);
    }

    void onLine(LineReceiver next) {
        lineReceiver = next;
    }

    void onDisconnect(Runnable action) {
        onDisconnect = action;
    }

    /** Leaves of its own will. Any thread. */
    CompletionStage<Void> disconnect() {
        CompletableFuture<Void> noted = new CompletableFuture<>();
        loop.execute(() -> send(request("exitedAfterDisconnect"), answer -> {
            noted.complete(null);
            if (!channel.isClosed()) {
                leave();
            }
        }));
        return noted;
    }

    @Override
    public void line(byte[] buffer, int offset, int length) {
        if (lineReceiver.line(buffer, offset, length)) {
            return;
        }
        try {
            received(Message.read(buffer, offset, length), -1);
        } catch (IOException e) {
            log(Level.WARNING, "the primary sent something that is not JSON: " + e.getMessage());
        }
    }

    private void received(Message message, int descriptor) {
        switch (message) {
            case Message.User user -> mailbox.heard(user.json());
            case Message.Handle handle -> handle(handle);
            case Message.NewConnection connection -> connected(connection, descriptor);
            case Message.Answer answer -> answered(answer, descriptor);
            case Message.Disconnect disconnect -> leave();
            case Message.Leave leave -> moves = leave.moves();
            // Answers to descriptors, of which we send none, and what only a primary hears.
            case Message.HandleArrived arrived -> {}
            case Message.HandleLost lost -> {}
            case Message.Online online -> {}
            case Message.QueryServer query -> {}
            case Message.Listening listening -> {}
            case Message.Close close -> {}
            case Message.Leaving leavingMessage -> {}
            case Message.Added added -> {}
            case Message.Unknown unknown -> log(Level.DEBUG, "the primary sent " + unknown.what());
        }
    }

    private void handle(Message.Handle handle) {
        int descriptor = channel.takeDescriptor();
        if (descriptor < 0) {
            send(Replies.HANDLE_LOST);
            if (handle.inner() instanceof Message.Answer answer) {
                // The primary does not send a listening socket again, and somebody waits for it.
                answered(failure(answer.ack(), Errno.EMFILE).answer(), -1);
            }
            return;
        }
        if (handle.inner() instanceof Message.User user) {
            send(Replies.HANDLE_ARRIVED);
            Descriptor.close(descriptor);
            log(Level.WARNING, "a message with a " + handle.type() + " arrived: the socket is closed");
            mailbox.heard(user.json());
        } else if (handle.inner() instanceof Message.NewConnection connection) {
            connected(connection, descriptor);
        } else {
            send(Replies.HANDLE_ARRIVED);
            received(handle.inner(), descriptor);
        }
    }

    /** Accepted is what a loop of the app has taken: one that is busy gets no more than the primary's window. */
    private void connected(Message.NewConnection connection, int descriptor) {
        send(Replies.HANDLE_ARRIVED);
        if (doors.get(connection.key()) instanceof HandedDoor door) {
            door.take(descriptor, accepted -> loop.execute(() -> answer(connection.seq(), accepted)));
        } else {
            Descriptor.close(descriptor);
            answer(connection.seq(), false);
        }
    }

    private void answer(long request, boolean accepted) {
        if (!channel.isClosed()) {
            send(("{\"cmd\":\"NODE_CLUSTER\",\"ack\":" + request + ",\"accepted\":" + accepted + ",\"seq\":0}\n")
                    .getBytes(US_ASCII));
        }
    }

    private void answered(Message.Answer answer, int descriptor) {
        Consumer<Received> whenAnswered = awaited.remove(answer.ack());
        if (whenAnswered != null) {
            whenAnswered.accept(new Received(answer, descriptor));
        } else if (descriptor >= 0) {
            Descriptor.close(descriptor);
        }
    }

    @Override
    public void lineTooLong() {
        log(Level.WARNING, "a message of more than " + (Channel.LONGEST_LINE >> 20) + " MiB is lost");
    }

    /** Ends the channel when the primary has all that was sent: connections that were given back are there too. */
    private void end(Runnable then) {
        afterwards = then;
        channelWritable();
    }

    @Override
    public void channelWritable() {
        if (afterwards != null && channel.hasSentAll()) {
            channel.end(null);
            afterwards.run();
        }
    }

    /** A connection on which nothing is under way is for another worker. Any thread. */
    void giveBack(String key, int descriptor) {
        loop.execute(() -> {
            channel.send(Replies.move(key), descriptor);
            Descriptor.close(descriptor);
        });
    }

    /** The primary wants us to go, or has noted that we do. */
    private void leave() {
        if (leaving) {
            return;
        }
        leaving = true;
        doors.leave(new Exit(onDisconnect, then -> loop.execute(() -> end(then))), moves);
    }

    @Override
    public void channelClosed(OsException cause) {
        if (!leaving) {
            Exit.primaryIsGone(onDisconnect);
        }
        Map<Long, Consumer<Received>> unanswered = new HashMap<>(awaited);
        awaited.clear();
        unanswered.forEach((request, whenAnswered) -> whenAnswered.accept(failure(request, Errno.ECANCELED)));
    }

    private static void log(Level level, String text) {
        System.getLogger("millrace.cluster").log(level, text);
    }
}
