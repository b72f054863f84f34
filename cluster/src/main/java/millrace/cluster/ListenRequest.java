package millrace.cluster;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import millrace.loop.Acceptor;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.os.Descriptor;

/** A listener that asks the primary for its port. */
final class ListenRequest extends PortRequest<Listener> {
    private final ListenOptions options;
    private final Acceptor acceptor;

    ListenRequest(PrimaryLink link, EventLoop loop, SocketAddress address, ListenOptions options, Acceptor acceptor) {
        super(link, loop, address);
        this.options = options;
        this.acceptor = acceptor;
    }

    @Override
    Object addressType(InetSocketAddress inet) {
        return inet.getAddress() instanceof Inet6Address ? 6 : 4;
    }

    @Override
    void describe(Map<String, Object> query) {
        query.put("flags", options.ipv6Only() ? 1 : 0);
        query.put("backlog", options.backlog());
    }

    @Override
    SocketAddress granted(String key, Map<String, Object> answer, int fd, CompletableFuture<Listener> result) {
        Door door = fd >= 0
                ? new SharedDoor(link(), loop(), key, acceptor, fd, this::forget)
                : new HandedDoor(link(), loop(), key, acceptor, name(answer), this::forget);
        link().doors().opened(door);
        boolean offered = Door.offer(loop(), () -> {
            door.open();
            result.complete(door);
        });
        if (!offered) {
            link().doors().closed(door);
            if (fd >= 0) {
                Descriptor.close(fd);
            }
            return null;
        }
        return door.address();
    }

    /** Where clients connect to: with the port that was chosen when 0 was asked for. */
    private SocketAddress name(Map<String, Object> answer) {
        return answer.get("sockname") instanceof Map<?, ?> name
                        && name.get("address") instanceof String host
                        && name.get("port") instanceof Number port
                ? new InetSocketAddress(InetAddress.ofLiteral(host), port.intValue())
                : address();
    }
}
