package millrace.cluster;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.loop.Acceptor;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.ListeningSocket;
import millrace.os.Errno;
import millrace.os.OsException;

/** A listener that asks the primary for its port. On the link's loop, but for what is said to run on the listener's. */
final class ListenRequest {
    private final PrimaryLink link;
    private final EventLoop loop;
    private final SocketAddress address;
    private final ListenOptions options;
    private final Acceptor acceptor;
    private final CompletableFuture<Listener> result = new CompletableFuture<>();
    private final String endpoint;
    private int index;

    ListenRequest(PrimaryLink link, EventLoop loop, SocketAddress address, ListenOptions options, Acceptor acceptor) {
        this.link = link;
        this.loop = loop;
        this.address = address;
        this.options = options;
        this.acceptor = acceptor;
        this.endpoint = ListeningSocket.text(address);
    }

    CompletionStage<Listener> result() {
        return result;
    }

    void send() {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            fail(Errno.EADDRNOTAVAIL.number());
            return;
        }
        if (link.isLeaving()) {
            fail(Errno.ECANCELED.number());
            return;
        }
        index = link.indexes().take(endpoint);
        Map<String, Object> query = describe("queryServer");
        query.put("data", null);
        query.put("flags", options.ipv6Only() ? 1 : 0);
        query.put("backlog", options.backlog());
        link.send(query, this::answered);
    }

    private Map<String, Object> describe(String act) {
        Map<String, Object> message = PrimaryLink.request(act);
        message.put("index", index);
        if (address instanceof InetSocketAddress inet) {
            message.put("address", inet.getAddress().getHostAddress());
            message.put("port", inet.getPort());
            message.put("addressType", inet.getAddress() instanceof Inet6Address ? 6 : 4);
        } else {
            message.put("address", ((UnixDomainSocketAddress) address).getPath().toAbsolutePath().toString());
            message.put("port", -1);
            message.put("addressType", -1);
        }
        return message;
    }

    private void answered(PrimaryLink.Received received) {
        Map<String, Object> fields = received.answer().fields();
        int errno = Message.integer(fields, "errno", 0);
        if (errno != 0) {
            link.indexes().giveBack(endpoint, index);
            fail(-errno);
            return;
        }
        String key = String.valueOf(fields.get("key"));
        Runnable forget = () -> link.indexes().giveBack(endpoint, index);
        Door door = received.fd() >= 0
                ? new SharedDoor(link, loop, key, acceptor, received.fd(), forget)
                : new HandedDoor(link, loop, key, acceptor, name(fields), forget);
        link.opened(door);
        boolean offered = Door.offer(loop, () -> {
            door.open();
            result.complete(door);
        });
        if (!offered) {
            link.closed(door);
            return;
        }
        Map<String, Object> listening = describe("listening");
        if (door.address() instanceof InetSocketAddress inet) {
            listening.put("port", inet.getPort());
        }
        link.send(listening, null);
    }

    /** Where clients connect to: with the port that was chosen when 0 was asked for. */
    private SocketAddress name(Map<String, Object> fields) {
        return fields.get("sockname") instanceof Map<?, ?> name
                        && name.get("address") instanceof String host
                        && name.get("port") instanceof Number port
                ? new InetSocketAddress(InetAddress.ofLiteral(host), port.intValue())
                : address;
    }

    private void fail(int errno) {
        OsException error = new OsException("listen on " + endpoint + " through the primary", errno);
        if (!Door.offer(loop, () -> result.completeExceptionally(error))) {
            result.completeExceptionally(error);
        }
    }
}
