package millrace.gateway.access;

import java.net.InetSocketAddress;
import java.util.Arrays;
import millrace.gateway.exchange.ClientFacts;
import millrace.gateway.exchange.StateKey;

/**
 * What a load balancer in front says of a connection that it passes on: HAProxy's PROXY protocol, version 1 or 2. Source:
 * {@code haproxy.org/download/2.9/doc/proxy-protocol.txt}.
 *
 * @param source the client, or {@code null} when it is unknown or the balancer itself
 * @param destination the address that the client has connected to, or {@code null}
 * @param tlvs what else it says, as type, length and value; none in version 1
 */
public record ProxyProtocol(InetSocketAddress source, InetSocketAddress destination, byte[] tlvs) {
    /** Types of values. */
    public static final int ALPN = 0x01;

    public static final int AUTHORITY = 0x02;
    public static final int UNIQUE_ID = 0x05;
    public static final int SSL = 0x20;
    public static final int NETNS = 0x30;

    /** Before the values within that of {@link #SSL}: a byte of flags, and four that tell whether the certificate is good. */
    private static final int SSL_HEAD = 5;

    private static final int HEAD = 3;

    private static final StateKey<ProxyProtocol> KEY = StateKey.create();

    /** The client is unknown. */
    static final ProxyProtocol UNKNOWN = new ProxyProtocol(null, null, new byte[0]);

    /** What was said of a connection, {@code null} when it is one that nothing is said of. */
    public static ProxyProtocol of(ClientFacts client) {
        return client.state(KEY);
    }

    /** What was said of a connection, before its first request. */
    public static void put(ClientFacts client, ProxyProtocol told) {
        client.state(KEY, told);
    }

    /** A value, or {@code null} when there is none of the type; of several the first. */
    public byte[] tlv(int type) {
        return find(tlvs, 0, type);
    }

    /** A value within that of {@link #SSL}. */
    public byte[] sslTlv(int type) {
        byte[] ssl = tlv(SSL);
        return ssl == null ? null : find(ssl, SSL_HEAD, type);
    }

    /** 0 when the client has shown a good certificate; −1 when nothing is said about that. */
    public long sslVerify() {
        byte[] ssl = tlv(SSL);
        return ssl == null || ssl.length < SSL_HEAD ? -1 : bits(ssl, 1, SSL_HEAD);
    }

    private static byte[] find(byte[] all, int from, int type) {
        int p = from;
        while (p + HEAD <= all.length) {
            int end = p + HEAD + (int) bits(all, p + 1, p + HEAD);
            if (end > all.length) {
                return null;
            }
            if ((all[p] & 0xff) == type) {
                return Arrays.copyOfRange(all, p + HEAD, end);
            }
            p = end;
        }
        return null;
    }

    static long bits(byte[] b, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 8 | b[i] & 0xff;
        }
        return value;
    }
}
