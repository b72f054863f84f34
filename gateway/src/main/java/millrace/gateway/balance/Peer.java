package millrace.gateway.balance;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One address of an upstream group, as one configuration has it. Immutable; any thread. */
public final class Peer {
    private final ServerOptions options;
    private final SocketAddress address;
    private final int weight;
    private final boolean backup;
    private final String name;
    private final byte[] nameBytes;
    private final byte[] sid;
    final PeerState state;

    Peer(ServerOptions options, Endpoint endpoint, PeerState state) {
        this.options = options;
        this.address = endpoint.address();
        this.weight = endpoint.weight() > 0 ? endpoint.weight() : options.weight();
        this.backup = options.backup() || endpoint.backup();
        this.name = text(address);
        this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
        this.sid = options.route() == null ? digest(nameBytes) : options.route().getBytes(StandardCharsets.UTF_8);
        this.state = state;
    }

    /** Where to connect to. */
    public SocketAddress address() {
        return address;
    }

    /** The address as {@code $upstream_addr} shows it: {@code 192.0.2.1:80}, {@code [::1]:80} or {@code unix:/path}. */
    public String name() {
        return name;
    }

    /** {@link #name} in octets, not to be changed. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    /** The address as the configuration writes it. */
    public String server() {
        return options.text();
    }

    /** What binds requests to this peer: its route, or a digest of its address. Not to be changed. */
    public byte[] sid() {
        return sid;
    }

    public ServerOptions options() {
        return options;
    }

    public int weight() {
        return weight;
    }

    public boolean isBackup() {
        return backup;
    }

    boolean isDown() {
        return options.down();
    }

    boolean isDraining() {
        return options.drain();
    }

    static String text(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> "unix:" + unix.getPath();
            case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address six ->
                "[" + Ipv6Text.of(six.getAddress()) + "]:" + inet.getPort();
            case InetSocketAddress inet -> inet.getAddress().getHostAddress() + ":" + inet.getPort();
            default -> address.toString();
        };
    }

    /** nginx's: the hexadecimal MD5 of the printed address, so that cookies it has given out stay good. */
    private static byte[] digest(byte[] name) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(name);
            return HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
