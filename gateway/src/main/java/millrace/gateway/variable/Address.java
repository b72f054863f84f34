package millrace.gateway.variable;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An address of IPv6, or of IPv4 mapped into it ({@code ::ffff:a.b.c.d}), as two unsigned halves. */
public record Address(long high, long low) implements Comparable<Address> {
    static final Address FIRST = new Address(0, 0);
    private static final long MAPPED = 0xffff_0000_0000L;
    /** 255.255.255.255: what stands for the address of who has none. */
    static final Address NONE = ipv4(0xffff_ffffL);

    static Address ipv4(long bits) {
        return new Address(0, MAPPED | bits);
    }

    /** Null for one that has no number: that of a Unix socket. */
    static Address of(SocketAddress address) {
        return address instanceof InetSocketAddress ip ? of(ip.getAddress()) : null;
    }

    public static Address of(InetAddress address) {
        byte[] octets = address.getAddress();
        if (address instanceof Inet4Address) {
            return ipv4(bits(octets, 0, 4));
        }
        return new Address(bits(octets, 0, 8), bits(octets, 8, 16));
    }

    /** Null if the text is no address; names are not looked up. */
    public static Address parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bare.isEmpty() || !bare.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')
                || bare.indexOf(':') < 0 && bare.chars().filter(c -> c == '.').count() != 3) {
            return null;
        }
        try {
            return of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The last address of the network that this one begins. */
    Address lastOf(int prefixBits) {
        int host = 128 - prefixBits;
        long highMask = host <= 64 ? 0 : host == 128 ? -1 : (1L << host - 64) - 1;
        long lowMask = host >= 64 ? -1 : (1L << host) - 1;
        return new Address(high | highMask, low | lowMask);
    }

    /** The first address of the network that this one is in. */
    Address firstOf(int prefixBits) {
        Address last = lastOf(prefixBits);
        Address mask = FIRST.lastOf(prefixBits);
        return new Address(last.high & ~mask.high, last.low & ~mask.low);
    }

    /** Null behind the very last. */
    Address next() {
        return low != -1 ? new Address(high, low + 1) : high != -1 ? new Address(high + 1, 0) : null;
    }

    private static long bits(byte[] octets, int from, int to) {
        long bits = 0;
        for (int i = from; i < to; i++) {
            bits = bits << 8 | octets[i] & 0xff;
        }
        return bits;
    }

    static int compare(long highA, long lowA, long highB, long lowB) {
        int high = Long.compareUnsigned(highA, highB);
        return high != 0 ? high : Long.compareUnsigned(lowA, lowB);
    }

    @Override
    public int compareTo(Address other) {
        return compare(high, low, other.high, other.low);
    }
}
