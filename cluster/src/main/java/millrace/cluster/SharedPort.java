package millrace.cluster;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import millrace.cluster.json.Json;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;

/** A port whose socket every worker gets: they accept themselves, or receive datagrams. */
final class SharedPort extends Port {
    private final int fd;
    private final Runnable afterClose;
    private final Set<RunningWorker> workers = new HashSet<>();

    /**
     * @param fd the socket, owned from now on
     */
    SharedPort(Endpoint endpoint, String key, int fd, Runnable afterClose) {
        super(endpoint, key, Scheduling.SHARED);
        this.fd = fd;
        this.afterClose = afterClose;
    }

    @Override
    int fd() {
        return fd;
    }

    @Override
    void add(RunningWorker worker, long seq) throws OsException {
        String type = endpoint().isDatagram() ? "dgram.Native" : "net.Native";
        Map<String, Object> message = Replies.withDescriptor(type, answer(seq));
        if (!worker.delivery().giveSocket(Json.line(message), fd)) {
            throw new OsException("give worker " + worker.id() + " a socket", Errno.EMFILE.number());
        }
        workers.add(worker);
    }

    @Override
    boolean remove(RunningWorker worker) {
        return workers.remove(worker);
    }

    @Override
    boolean hasWorkers() {
        return !workers.isEmpty();
    }

    @Override
    void close() {
        Descriptor.close(fd);
        afterClose.run();
    }
}
