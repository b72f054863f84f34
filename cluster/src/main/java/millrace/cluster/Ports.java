package millrace.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;

/** The ports of an app: one for each thing that its workers ask to listen on. For the loop's own thread only. */
final class Ports {
    private static final long LINGER_MILLIS = 1000;

    private final EventLoop loop;
    private final Scheduling scheduling;
    private final Map<Endpoint, Port> ports = new HashMap<>();
    private int opened;

    Ports(EventLoop loop, Scheduling scheduling) {
        this.loop = loop;
        this.scheduling = scheduling;
    }

    /**
     * A worker wants to listen: it gets an answer in any case.
     *
     * @return 0, or the error number when the port cannot be opened
     */
    int query(RunningWorker worker, Message.QueryServer query) {
        Port port = ports.get(query.endpoint());
        try {
            if (port == null) {
                port = open(query);
                ports.put(query.endpoint(), port);
            }
            port.join(worker, query.seq(), query.data());
            return 0;
        } catch (OsException e) {
            worker.say(Replies.error(query.seq(), e.errno()));
            return e.errno();
        }
    }

    private Port open(Message.QueryServer query) throws OsException {
        Endpoint endpoint = query.endpoint();
        String key = Integer.toString(++opened);
        if (scheduling == Scheduling.GATEWAY && endpoint.isTcp()) {
            return new PrivatePort(endpoint, key, GatedWorkers.open(loop, () -> PortSocket.open(query)));
        }
        int fd = PortSocket.open(query);
        Runnable afterClose = endpoint.isPath() ? () -> removePath(endpoint.address()) : () -> {};
        return !scheduling.handsOver() || endpoint.isDatagram()
                ? new SharedPort(endpoint, key, fd, afterClose)
                : new RoundRobinPort(endpoint, key, loop, fd, scheduling, afterClose);
    }

    private static void removePath(String path) {
        try {
            Files.deleteIfExists(Path.of(path));
        } catch (IOException e) {
            // Whoever listens there next takes an abandoned path over.
            System.getLogger("millrace.cluster").log(Level.DEBUG, "remove " + path, e);
        }
    }

    /**
     * A worker does not listen any more on the port of this key. That may be the first step of its end: the port stays
     * open a while, for whoever comes next.
     */
    void close(RunningWorker worker, String key) {
        for (Port port : ports.values()) {
            if (port.key().equals(key) && port.remove(worker)) {
                port.owe(worker.instance());
                loop.schedule(() -> closeUnlessLeaving(port, worker), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void closeUnlessLeaving(Port port, RunningWorker worker) {
        if (worker.isConnected() && !worker.exitedAfterDisconnect()) {
            port.oweNoMore(worker.instance());
            closeUnwanted();
        }
    }

    /** A worker is asked to go: it gets no new connections, and the ports stay open for its successor. */
    void remove(RunningWorker worker) {
        for (Port port : ports.values()) {
            if (port.remove(worker)) {
                port.owe(worker.instance());
            }
        }
    }

    /** The worker of an instance has had all the time it needed to listen, or there will be none. */
    void settled(int instance) {
        ports.values().forEach(port -> port.oweNoMore(instance));
        closeUnwanted();
    }

    private void closeUnwanted() {
        closeIf(port -> !port.isWanted());
    }

    void closeAll() {
        closeIf(port -> true);
    }

    private void closeIf(Predicate<Port> condition) {
        List<Port> unwanted = new ArrayList<>(ports.values());
        unwanted.removeIf(condition.negate());
        for (Port port : unwanted) {
            ports.remove(port.endpoint());
            port.close();
        }
    }

    /** A worker listens: where that is in place of the port that it has asked for; {@code null} if it is there. */
    InetSocketAddress serves(RunningWorker worker, Endpoint listening) {
        for (Port port : ports.values()) {
            InetSocketAddress own =
                    port instanceof PrivatePort privately ? privately.serves(worker, listening.port()) : null;
            if (own != null) {
                return own;
            }
        }
        return null;
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return ports.isEmpty();
    }

    /**
     * A worker that leaves gives a connection to another one.
     *
     * @param fd owned from now on
     */
    void takeBack(String key, int fd) {
        for (Port port : ports.values()) {
            if (port.key().equals(key) && port instanceof RoundRobinPort roundRobin) {
                roundRobin.takeBack(fd);
                return;
            }
        }
        Descriptor.close(fd);
    }

    /** A worker can take connections again: perhaps some wait. */
    void distribute() {
        for (Port port : ports.values()) {
            if (port instanceof RoundRobinPort roundRobin) {
                roundRobin.distribute();
            }
        }
    }

    /** As {@link Primary#dial}. */
    int dial(RunningWorker worker, int number) {
        for (Port port : ports.values()) {
            if (port instanceof RoundRobinPort roundRobin && roundRobin.hasNumber(number)) {
                return dial(worker, roundRobin);
            }
        }
        return -Errno.EADDRNOTAVAIL.number();
    }

    private static int dial(RunningWorker worker, RoundRobinPort port) {
        PrivateConnection connection = PrivateConnection.open();
        if (connection == null) {
            return -Errno.EMFILE.number();
        }
        if (!port.handOverOutOfTurn(worker, connection.theirs())) {
            connection.close();
            return -Errno.EAGAIN.number();
        }
        return connection.ours();
    }
}
