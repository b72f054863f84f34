package millrace.cluster;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.loop.EventLoop;
import millrace.loop.ListeningSocket;
import millrace.os.Errno;
import millrace.os.OsException;

/**
 * Asks the primary for a port, and makes of its answer what the app has asked for. On the link's loop; the result
 * completes on the app's.
 */
abstract sealed class PortRequest<T> permits ListenRequest, BindRequest {
    private final PrimaryLink link;
    private final EventLoop loop;
    private final SocketAddress address;
    private final String endpoint;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private int index;

    PortRequest(PrimaryLink link, EventLoop loop, SocketAddress address) {
        this.link = link;
        this.loop = loop;
        this.address = address;
        this.endpoint = ListeningSocket.text(address);
    }

    CompletionStage<T> result() {
        return result;
    }

    PrimaryLink link() {
        return link;
    }

    EventLoop loop() {
        return loop;
    }

    SocketAddress address() {
        return address;
    }

    /** How Node calls the kind of address: a number for TCP, a name for UDP. */
    abstract Object addressType(InetSocketAddress inet);

    /** What the question says besides the address. */
    abstract void describe(Map<String, Object> query);

    /**
     * The primary has granted it.
     *
     * @param fd a descriptor that came with the answer, owned from now on, or −1
     * @return where clients connect to, or {@code null} when the app's loop has ended
     */
    abstract SocketAddress granted(String key, Map<String, Object> answer, int fd, CompletableFuture<T> result);

    void send() {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            fail(Errno.EADDRNOTAVAIL.number());
        } else if (link.isLeaving()) {
            fail(Errno.ECANCELED.number());
        } else {
            link.forgetClosedSockets();
            index = link.indexes().take(endpoint);
            Map<String, Object> query = message("queryServer");
            query.put("data", null);
            describe(query);
            link.send(query, this::answered);
        }
    }

    private Map<String, Object> message(String act) {
        Map<String, Object> message = PrimaryLink.request(act);
        message.put("index", index);
        if (address instanceof InetSocketAddress inet) {
            message.put("address", inet.getAddress().getHostAddress());
            message.put("port", inet.getPort());
            message.put("addressType", addressType(inet));
        } else {
            message.put("address", ((UnixDomainSocketAddress) address).getPath().toAbsolutePath().toString());
            message.put("port", -1);
            message.put("addressType", -1);
        }
        return message;
    }

    /** The index is free for another listener. */
    void forget() {
        link.indexes().giveBack(endpoint, index);
    }

    private void answered(PrimaryLink.Received received) {
        Map<String, Object> fields = received.answer().fields();
        int errno = Message.integer(fields, "errno", 0);
        if (errno != 0) {
            forget();
            fail(-errno);
            return;
        }
        SocketAddress where = granted(String.valueOf(fields.get("key")), fields, received.fd(), result);
        if (where == null) {
            forget();
        } else {
            Map<String, Object> listening = message("listening");
            if (where instanceof InetSocketAddress inet) {
                listening.put("port", inet.getPort());
            }
            link.send(listening, null);
        }
    }

    private void fail(int errno) {
        OsException error = new OsException("listen on " + endpoint + " through the primary", errno);
        if (!Door.offer(loop, () -> result.completeExceptionally(error))) {
            result.completeExceptionally(error);
        }
    }
}
