package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cluster.json.Json;
import millrace.os.Signal;

/** The messages that are sent in answer, as maps that become lines of {@link Json}; the constant ones as lines. */
final class Replies {
    static final byte[] HANDLE_ARRIVED = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n".getBytes(US_ASCII);
    static final byte[] HANDLE_LOST = "{\"cmd\":\"NODE_HANDLE_NACK\"}\n".getBytes(US_ASCII);
    static final byte[] DISCONNECT = "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":0}\n".getBytes(US_ASCII);

    static final byte[] COUNT = "{\"cmd\":\"NODE_MILLRACE\",\"act\":\"count\"}\n".getBytes(US_ASCII);

    private Replies() {}

    /** A connection for another worker, beside its descriptor. */
    static byte[] move(String portKey) {
        return Json.line(withDescriptor("net.Native", Map.of("cmd", Message.MILLRACE, "act", "move", "key", portKey)));
    }

    /**
     * As {@link Message.Leave}.
     *
     * @param signal what follows for whoever has something to do then, or {@code null}
     */
    static byte[] leave(boolean moves, long idleMillis, Signal signal) {
        return ("{\"cmd\":\"NODE_MILLRACE\",\"act\":\"leave\",\"moves\":" + moves + ",\"idleMillis\":" + idleMillis
                        + ",\"signal\":" + (signal == null ? null : '"' + signal.name() + '"') + "}\n")
                .getBytes(US_ASCII);
    }

    /** The answer to a message; others may be added. Nobody answers an answer, so that its own number is of no account. */
    static Map<String, Object> answer(long seq) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cmd", Message.CLUSTER);
        fields.put("ack", seq);
        fields.put("seq", 0);
        return fields;
    }

    /** The answer that raises an error in the app, with a positive error number. */
    static Map<String, Object> error(long seq, int errno) {
        Map<String, Object> fields = answer(seq);
        fields.put("errno", -errno);
        fields.put("key", null);
        return fields;
    }

    /** Wraps a message that has a descriptor beside it, {@code net.Native} or {@code dgram.Native}. */
    static Map<String, Object> withDescriptor(String type, Map<String, Object> message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cmd", Message.HANDLE);
        fields.put("type", type);
        fields.put("msg", message);
        return fields;
    }

    /** What {@code server.address()} tells the app. */
    static Map<String, Object> socketName(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", text(inet.getAddress()));
        fields.put("family", inet.getAddress() instanceof Inet6Address ? "IPv6" : "IPv4");
        fields.put("port", inet.getPort());
        return fields;
    }

    /** As Node writes it: in IPv6 the longest row of zeros is left out, RFC 5952 section 4.2. */
    static String text(InetAddress address) {
        String full = address.getHostAddress();
        for (int zeros = 8; zeros > 1; zeros--) {
            String shorter = full.replaceFirst("(^|:)0(:0){" + (zeros - 1) + "}(:|(?=%)|$)", "::");
            if (!shorter.equals(full)) {
                return shorter;
            }
        }
        return full;
    }
}
