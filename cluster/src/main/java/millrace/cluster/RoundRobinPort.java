package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.loop.Watch;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.Socket;

/**
 * A port whose connections the primary accepts and hands to the workers, in turn or whoever {@link Turns} finds.
 *
 * <p>A connection is accepted only when a worker can take it. Otherwise it stays in the backlog, which costs nothing and
 * which the kernel bounds. Connections that come back (refused, or their worker died) go to the next before new ones.
 */
final class RoundRobinPort extends Port {
    private static final int ACCEPTS_PER_TURN = 64;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LONGEST_NUMBER = 20;

    private final EventLoop loop;
    private final Door door;
    private final Runnable afterClose;
    private final Turns<Delivery> turns;
    private final ArrayDeque<Integer> returned = new ArrayDeque<>();
    private final Timer retry;

    /** The message of a new connection; the number is written into it each time. */
    private final byte[] line;

    private final int numberAt;

    /**
     * @param fd a listening socket, owned from now on
     */
    RoundRobinPort(
            Endpoint endpoint, String key, EventLoop loop, int fd, Scheduling scheduling, Runnable afterClose) {
        super(endpoint, key, scheduling);
        this.turns = new Turns<>(scheduling);
        this.loop = loop;
        this.door = new Door(fd);
        this.afterClose = afterClose;
        this.retry = loop.timer(this::distribute);
        byte[] head = ("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                        + "\"act\":\"newconn\",\"key\":\"" + key + "\",\"seq\":")
                .getBytes(US_ASCII);
        this.line = Arrays.copyOf(head, head.length + LONGEST_NUMBER + 3);
        this.numberAt = head.length;
    }

    private final class Door extends Watch {
        Door(int fd) {
            super(RoundRobinPort.this.loop, fd);
        }

        @Override
        protected void ready(int bits) {
            distribute();
        }

        void goOn() {
            again(READ);
        }

        @Override
        protected void closed() {
            afterClose.run();
        }
    }

    @Override
    int fd() {
        return door.fd();
    }

    @Override
    void add(RunningWorker worker, long requestSeq) {
        Map<String, Object> answer = answer(requestSeq);
        Map<String, Object> name = Replies.socketName(Socket.localAddress(door.fd()));
        if (name != null) {
            answer.put("sockname", name);
        }
        if (scheduling() == Scheduling.LEAST_CONNECTIONS) {
            worker.say(Replies.COUNT);
        }
        worker.say(answer);
        if (!turns.contains(worker.delivery())) {
            turns.add(worker.delivery());
        }
        distribute();
    }

    @Override
    boolean remove(RunningWorker worker) {
        return turns.remove(worker.delivery());
    }

    @Override
    boolean hasWorkers() {
        return !turns.isEmpty();
    }

    /** A connection comes back: its worker has refused it, or died before it answered, or gives it to another. */
    void takeBack(int fd) {
        if (successor() instanceof RoundRobinPort next) {
            next.takeBack(fd);
            return;
        }
        if (door.isClosed()) {
            Descriptor.close(fd);
            return;
        }
        returned.add(fd);
        distribute();
    }

    /** Hands over what waits, as long as there is a worker that can take it. */
    void distribute() {
        if (!door.isClosed() && distributeSome()) {
            door.interest(Watch.READ);
            door.goOn();
        }
    }

    /** Whether there may be more at once. */
    private boolean distributeSome() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            Delivery worker = turns.next(loop.nowNanos(), 0);
            if (worker == null) {
                waitForWorker();
                return false;
            }
            int fd = returned.isEmpty() ? Socket.accept(door.fd()) : returned.poll();
            if (fd < 0 && !goesOnAfter(-fd)) {
                return false;
            }
            if (fd >= 0) {
                handOver(scheduling() == Scheduling.STICKY ? turns.next(loop.nowNanos(), client(fd)) : worker, fd);
            }
        }
        return true;
    }

    /** Gives a connection to this worker, be it on trial: {@code false} when it does not listen or takes none now. */
    boolean handOverOutOfTurn(RunningWorker worker, int fd) {
        Delivery delivery = worker.delivery();
        return turns.contains(delivery) && delivery.takesNow() && delivery.handOver(this, fd);
    }

    boolean hasNumber(int number) {
        return Socket.localAddress(door.fd()) instanceof InetSocketAddress address && address.getPort() == number;
    }

    /** The port is not part of it: a client has many connections. All clients of a Unix socket are one. */
    private static int client(int fd) {
        return Socket.peerAddress(fd) instanceof InetSocketAddress inet ? inet.getAddress().hashCode() : 0;
    }

    private void handOver(Delivery worker, int fd) {
        if (worker.handOver(this, fd)) {
            turns.taken(worker);
        } else {
            // Its channel is full: it is not ready any more, so that the next round asks another.
            returned.addFirst(fd);
        }
    }

    /** Whether there is sense in accepting further after an error. */
    private boolean goesOnAfter(int errno) {
        if (errno == Errno.EAGAIN.number()) {
            door.interest(Watch.READ);
            return false;
        }
        if (errno == Errno.EMFILE.number() || errno == Errno.ENFILE.number()
                || errno == Errno.ENOBUFS.number() || errno == Errno.ENOMEM.number()) {
            // Descriptors come free as workers answer; clients wait in the backlog.
            door.interest(0);
            retry.arm(RETRY_NANOS);
            return false;
        }
        if (errno == Errno.EINVAL.number() || errno == Errno.EBADF.number()) {
            System.getLogger("millrace.cluster")
                    .log(Level.ERROR, "no more connections on {0}: {1}", endpoint(), Errno.describe(errno));
            door.interest(0);
            return false;
        }
        // All else is an error of that one connection, which is gone: accept(2), "Error handling".
        return true;
    }

    /** Whoever becomes ready calls {@link #distribute}; only those who have refused something do not know when. */
    private void waitForWorker() {
        door.interest(0);
        if (turns.anyMatch(worker -> worker.refuses(loop.nowNanos()))) {
            retry.arm(RETRY_NANOS);
        }
    }

    /** The message for a new connection; the length is that of {@link #writeLine}. */
    byte[] line() {
        return line;
    }

    /** Writes a number into {@link #line}, and answers the line's length. */
    int writeLine(long number) {
        int at = numberAt;
        long power = 1;
        while (number / power >= 10) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            line[at++] = (byte) ('0' + number / power % 10);
        }
        line[at++] = '}';
        line[at++] = '}';
        line[at++] = '\n';
        return at;
    }

    /**
     * Who has connected before is served still: all go to the workers, which are about to be asked to leave, however many
     * wait for an answer there.
     */
    @Override
    void close() {
        retry.cancel();
        List<Delivery> workers = turns.all(Delivery::takesPart);
        if (!workers.isEmpty()) {
            int fd = Socket.accept(door.fd());
            while (fd >= 0) {
                returned.add(fd);
                fd = Socket.accept(door.fd());
            }
        }
        for (int i = 0; !returned.isEmpty(); i++) {
            int fd = returned.poll();
            if (workers.isEmpty() || !workers.get(i % workers.size()).handOverAnyway(this, fd)) {
                Descriptor.close(fd);
            }
        }
        door.close();
    }
}
