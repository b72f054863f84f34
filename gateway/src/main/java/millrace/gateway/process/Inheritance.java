package millrace.gateway.process;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import millrace.gateway.port.Door;
import millrace.os.Descriptor;
import millrace.os.Environment;
import millrace.os.Socket;
import millrace.os.SocketOption;

/**
 * The listening sockets that an old binary hands to a new one: their numbers in the variable {@code NGINX}, each followed
 * by a semicolon. The address of each is asked of the kernel, so either side may be nginx's own.
 */
final class Inheritance {
    private static final String VARIABLE = "NGINX";

    private final Map<Door, Integer> sockets;

    private Inheritance(Map<Door, Integer> sockets) {
        this.sockets = sockets;
    }

    /** What this process was given; later children are not told. */
    static Inheritance take() {
        Map<Door, Integer> sockets = new LinkedHashMap<>();
        String numbers = Environment.get(VARIABLE);
        if (numbers != null) {
            Environment.remove(VARIABLE);
            for (String number : numbers.split("[;:]")) {
                if (number.matches("[0-9]{1,6}")) {
                    take(Integer.parseInt(number), sockets);
                }
            }
        }
        return new Inheritance(sockets);
    }

    private static void take(int fd, Map<Door, Integer> sockets) {
        SocketAddress address = Socket.localAddress(fd);
        if (address == null) {
            return;
        }
        Descriptor.setCloseOnExec(fd, true);
        Descriptor.setNonBlocking(fd, true);
        // What does not listen has datagrams.
        Integer twice = sockets.put(new Door(address, SocketOption.SO_ACCEPTCONN.get(fd) != 1), fd);
        if (twice != null) {
            // One of several with SO_REUSEPORT: what waits in it is lost if it is closed before it is served.
            Descriptor.close(twice);
        }
    }

    boolean isEmpty() {
        return sockets.isEmpty();
    }

    /** By address; the descriptors belong to who takes them. */
    Map<Door, Integer> sockets() {
        return new HashMap<>(sockets);
    }

    /** The variable for a child that is given these descriptors under their own numbers. */
    static Map.Entry<String, String> variable(Map<Door, Integer> sockets) {
        return Map.entry(
                VARIABLE, sockets.values().stream().map(fd -> fd + ";").collect(Collectors.joining()));
    }
}
