package millrace.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;

/** The ports of an app: one for each thing that its workers ask to listen on. For the loop's own thread only. */
final class Ports {
    private static final long LINGER_MILLIS = 1000;

    private final EventLoop loop;
    private final Gates gates;
    private final Supplier<Scheduling> wanted;

    /** Those that workers get which ask now. */
    private final Map<Endpoint, Port> ports = new HashMap<>();

    /** All that are open. */
    private final Set<Port> all = new LinkedHashSet<>();

    /** In whose place another is, since the scheduling has changed, by the keys that earlier workers know. */
    private final Map<String, Port> succeeded = new HashMap<>();

    private int opened;

    /**
     * @param wanted how the app's connections are to be given to workers, as things are now
     */
    Ports(EventLoop loop, Gates gates, Supplier<Scheduling> wanted) {
        this.loop = loop;
        this.gates = gates;
        this.wanted = wanted;
    }

    /**
     * A worker wants to listen: it gets an answer in any case.
     *
     * @return 0, or the error number when the port cannot be opened
     */
    int query(RunningWorker worker, Message.QueryServer query) {
        Port known = ports.get(query.endpoint());
        try {
            if (known != null && known.scheduling() == scheduling(query.endpoint())) {
                known.join(worker, query.seq(), query.data());
            } else {
                joinAnother(worker, query, known);
            }
            return 0;
        } catch (OsException e) {
            worker.say(Replies.error(query.seq(), e.errno()));
            return e.errno();
        }
    }

    /**
     * Opens a port for the worker.
     *
     * @param before has another scheduling: as long as earlier workers serve, both accept from one socket; {@code null} if
     *     there is none
     */
    private void joinAnother(RunningWorker worker, Message.QueryServer query, Port before) throws OsException {
        Port port = open(before == null ? -1 : before.fd(), query);
        try {
            port.join(worker, query.seq(), query.data());
        } catch (OsException e) {
            // Clients would wait there for nobody.
            port.close();
            throw e;
        }
        all.add(port);
        ports.put(port.endpoint(), port);
        if (before != null) {
            succeeded.put(before.key(), before);
            before.succeededBy(port);
            closeUnwanted();
        }
    }

    private Scheduling scheduling(Endpoint endpoint) {
        Scheduling now = wanted.get();
        boolean shared = endpoint.isDatagram() || now == Scheduling.GATEWAY && !endpoint.isTcp();
        return shared ? Scheduling.SHARED : now;
    }

    /** @param known the socket that the app listens on there already, or −1 */
    private Port open(int known, Message.QueryServer query) throws OsException {
        Endpoint endpoint = query.endpoint();
        String key = Integer.toString(++opened);
        Scheduling scheduling = scheduling(endpoint);
        if (scheduling == Scheduling.GATEWAY && !gates.areMade()) {
            return new PrivatePort(endpoint, key);
        }
        int fd = known < 0
                ? PortSocket.open(query)
                : OsException.check(Descriptor.duplicate(known), "listen on " + endpoint);
        Runnable afterClose = endpoint.isPath() ? () -> removePath(endpoint) : () -> {};
        return switch (scheduling) {
            case GATEWAY -> new PrivatePort(endpoint, key, fd, gates);
            case SHARED -> new SharedPort(endpoint, key, fd, afterClose);
            case ROUND_ROBIN, LEAST_CONNECTIONS, STICKY ->
                new RoundRobinPort(endpoint, key, loop, fd, scheduling, afterClose);
        };
    }

    private void removePath(Endpoint endpoint) {
        if (ports.containsKey(endpoint)) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(endpoint.address()));
        } catch (IOException e) {
            // Whoever listens there next takes an abandoned path over.
            System.getLogger("millrace.cluster").log(Level.DEBUG, "remove " + endpoint, e);
        }
    }

    /**
     * A worker does not listen any more on the port of this key. That may be the first step of its end: the port stays
     * open a while, for whoever comes next.
     *
     * @return where it listened in place of the port, or {@code null}
     */
    InetSocketAddress close(RunningWorker worker, String key) {
        for (Port port : all) {
            InetSocketAddress own = port instanceof PrivatePort privately ? privately.addressOf(worker) : null;
            if (port.key().equals(key) && port.remove(worker)) {
                port.owe(worker.instance());
                loop.schedule(() -> closeUnlessLeaving(port, worker), LINGER_MILLIS, TimeUnit.MILLISECONDS);
                return own;
            }
        }
        return null;
    }

    private void closeUnlessLeaving(Port port, RunningWorker worker) {
        if (worker.isConnected() && !worker.exitedAfterDisconnect()) {
            port.oweNoMore(worker.instance());
            closeUnwanted();
        }
    }

    /** A worker is asked to go: it gets no new connections, and the ports stay open for its successor. */
    void remove(RunningWorker worker) {
        for (Port port : all) {
            if (port.remove(worker)) {
                port.owe(worker.instance());
            }
        }
        closeUnwanted();
    }

    /** The worker of an instance has had all the time it needed to listen, or there will be none. */
    void settled(int instance) {
        all.forEach(port -> port.oweNoMore(instance));
        closeUnwanted();
    }

    private void closeUnwanted() {
        closeIf(port -> !port.isWanted());
    }

    void closeAll() {
        closeIf(port -> true);
    }

    private void closeIf(Predicate<Port> condition) {
        List<Port> unwanted = new ArrayList<>(all);
        unwanted.removeIf(condition.negate());
        for (Port port : unwanted) {
            all.remove(port);
            ports.remove(port.endpoint(), port);
            port.close();
        }
        if (all.isEmpty()) {
            succeeded.clear();
        }
    }

    /** A worker listens: where that is in place of the port that it has asked for; {@code null} if it is there. */
    InetSocketAddress serves(RunningWorker worker, Endpoint listening) {
        for (Port port : all) {
            InetSocketAddress own =
                    port instanceof PrivatePort privately ? privately.serves(worker, listening.port()) : null;
            if (own != null) {
                return own;
            }
        }
        return null;
    }

    /** Whether there are any whose connections can go from one worker to another. */
    boolean takeBack() {
        return !all.isEmpty() && wanted.get().handsOver();
    }

    /**
     * A worker that leaves gives a connection to another one.
     *
     * @param fd owned from now on
     */
    void takeBack(String key, int fd) {
        Port port = all.stream().filter(each -> each.key().equals(key)).findFirst().orElse(succeeded.get(key));
        if (port instanceof RoundRobinPort roundRobin) {
            roundRobin.takeBack(fd);
        } else {
            Descriptor.close(fd);
        }
    }

    /** A worker can take connections again: perhaps some wait. */
    void distribute() {
        for (Port port : all) {
            if (port instanceof RoundRobinPort roundRobin) {
                roundRobin.distribute();
            }
        }
    }

    /** As {@link Primary#dial}. */
    int dial(RunningWorker worker, int number) {
        int result = -Errno.EADDRNOTAVAIL.number();
        for (Port port : all) {
            // Beside one that has another scheduling there is its successor, which has other workers.
            if (result < 0 && port instanceof RoundRobinPort roundRobin && roundRobin.hasNumber(number)) {
                result = dial(worker, roundRobin);
            }
        }
        return result;
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
