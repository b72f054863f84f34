package millrace.cluster;

import java.util.Map;

/**
 * What a worker asks its primary to listen on. Two workers that ask for the same share it; the index tells apart the
 * same address asked for several times by one worker, so that {@code listen(0)} twice gives two ports, each of them
 * common to all workers.
 *
 * @param address a numeric address, a path, or {@code null} for all addresses
 * @param port the port, 0 for any free one, −1 for a path
 * @param type as Node writes it: {@code 4} and {@code 6} for TCP, {@code -1} for a path, {@code udp4}, {@code udp6}, or
 *     {@code null} with a descriptor
 * @param fd a descriptor of the primary that listens already, or −1
 * @param index counts from 0
 */
record Endpoint(String address, int port, String type, int fd, int index) {

    static Endpoint of(Map<String, Object> message) {
        Object type = message.get("addressType");
        return new Endpoint(
                message.get("address") instanceof String address ? address : null,
                Message.integer(message, "port", 0),
                type == null ? null : type.toString(),
                Message.integer(message, "fd", -1),
                Message.integer(message, "index", 0));
    }

    boolean isDatagram() {
        return "udp4".equals(type) || "udp6".equals(type);
    }

    boolean isTcp() {
        return port >= 0 && fd < 0 && !isDatagram();
    }

    boolean isPath() {
        return port < 0 && address != null;
    }

    /** For people: {@code 127.0.0.1:80}, {@code [::]:80}, {@code /run/app.sock}, {@code udp 0.0.0.0:53}. */
    @Override
    public String toString() {
        if (fd >= 0) {
            return "descriptor " + fd;
        }
        if (isPath()) {
            return address;
        }
        String host = address == null ? "*" : address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return (isDatagram() ? "udp " : "") + host + ":" + port;
    }
}
