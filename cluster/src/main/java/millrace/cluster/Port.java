package millrace.cluster;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import millrace.os.OsException;

/**
 * A socket that the primary has opened because a worker asked for it, and that all workers have in common. For the loop's
 * own thread only.
 *
 * <p>It outlives the death of its workers: while none is alive, clients wait in the backlog. It is closed when the last
 * worker has said that it does not listen any more, and no dead one is owed it.
 */
abstract sealed class Port permits PrivatePort, RoundRobinPort, SharedPort {
    private final Endpoint endpoint;
    private final String key;
    private final Scheduling scheduling;

    /** Whatever the first worker gave for all, or {@code null}. */
    private Object data;

    /** Instances whose worker listened here when it died, and whose next one has not asked yet. */
    private final Set<Integer> owed = new HashSet<>();

    private Port successor;

    Port(Endpoint endpoint, String key, Scheduling scheduling) {
        this.endpoint = endpoint;
        this.key = key;
        this.scheduling = scheduling;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** What worker and primary call this port between themselves. */
    String key() {
        return key;
    }

    /** How it gives connections to its workers. */
    Scheduling scheduling() {
        return scheduling;
    }

    /** The socket, or −1 when it is somebody else's. It stays the port's. */
    abstract int fd();

    /**
     * Takes the worker in and answers its request.
     *
     * @throws OsException when that cannot be: there is no answer yet, and the worker has not joined
     */
    final void join(RunningWorker worker, long seq, Object offered) throws OsException {
        if (data == null) {
            data = offered;
        }
        add(worker, seq);
        owed.remove(worker.instance());
    }

    Object data() {
        return data;
    }

    abstract void add(RunningWorker worker, long seq) throws OsException;

    /**
     * The worker does not listen here any more.
     *
     * @return whether it did
     */
    abstract boolean remove(RunningWorker worker);

    abstract boolean hasWorkers();

    abstract void close();

    void owe(int instance) {
        owed.add(instance);
    }

    void oweNoMore(int instance) {
        owed.remove(instance);
    }

    /** Another port is in its place for whoever asks from now on; this one ends with the workers that it has. */
    void succeededBy(Port next) {
        successor = next;
    }

    /** {@code null} when it has none. */
    Port successor() {
        return successor;
    }

    boolean isWanted() {
        return hasWorkers() || successor == null && !owed.isEmpty();
    }

    /** The answer that the request gets, but for what is particular to the kind of port. */
    Map<String, Object> answer(long seq) {
        Map<String, Object> fields = Replies.answer(seq);
        fields.put("key", key);
        fields.put("data", data);
        return fields;
    }
}
