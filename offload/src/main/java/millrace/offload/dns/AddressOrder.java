package millrace.offload.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Which of several addresses of a name to try first. Pure logic. Source: RFC 6724 sections 2.1, 3.1 and 6: rules 1, 2,
 * 5, 6, 8, 9 (for IPv6 alone, since among IPv4 addresses it would undo the rotation of servers) and 10.
 */
final class AddressOrder {
    /** @param source the address that would be sent from, or {@code null} when there is no way to the destination */
    private record Candidate(InetAddress destination, InetAddress source) {}

    /** @param precedence the greater first */
    private record Policy(int precedence, int label) {}

    private static final Policy LOOPBACK = new Policy(50, 0);
    private static final Policy IPV4 = new Policy(35, 4);
    private static final Policy SIX_TO_FOUR = new Policy(30, 2);
    private static final Policy TEREDO = new Policy(5, 5);
    private static final Policy UNIQUE_LOCAL = new Policy(3, 13);
    private static final Policy COMPATIBLE = new Policy(1, 3);
    private static final Policy SITE_LOCAL = new Policy(1, 11);
    private static final Policy SIX_BONE = new Policy(1, 12);
    private static final Policy OTHER = new Policy(40, 1);

    private static final int LINK_LOCAL_SCOPE = 2;
    private static final int SITE_LOCAL_SCOPE = 5;
    private static final int GLOBAL_SCOPE = 14;
    private static final int PREFIX_BYTES = 8;

    private static final Comparator<Candidate> ORDER = Comparator.<Candidate>comparingInt(c -> c.source == null ? 1 : 0)
            .thenComparingInt(c -> c.source != null && scope(c.destination) == scope(c.source) ? 0 : 1)
            .thenComparingInt(c -> c.source != null && sameLabel(c) ? 0 : 1)
            .thenComparingInt(c -> -policy(c.destination).precedence)
            .thenComparingInt(c -> scope(c.destination))
            .thenComparingInt(c -> -commonPrefix(c));

    private AddressOrder() {}

    /**
     * The same addresses, the best first; equally good ones keep their order.
     *
     * @param sources the address that would be sent from to a destination, or {@code null}
     */
    static List<InetAddress> sort(List<InetAddress> addresses, UnaryOperator<InetAddress> sources) {
        if (addresses.size() < 2) {
            return addresses;
        }
        List<Candidate> candidates = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            candidates.add(new Candidate(address, sources.apply(address)));
        }
        candidates.sort(ORDER);
        return candidates.stream().map(Candidate::destination).toList();
    }

    private static boolean sameLabel(Candidate candidate) {
        return policy(candidate.destination).label == policy(candidate.source).label;
    }

    static int scope(InetAddress address) {
        if (address.isMulticastAddress() && address instanceof Inet6Address) {
            return address.getAddress()[1] & 15;
        }
        if (address.isLoopbackAddress() || address.isLinkLocalAddress()) {
            return LINK_LOCAL_SCOPE;
        }
        return address instanceof Inet6Address && address.isSiteLocalAddress() ? SITE_LOCAL_SCOPE : GLOBAL_SCOPE;
    }

    private static Policy policy(InetAddress address) {
        if (!(address instanceof Inet6Address v6)) {
            return IPV4;
        }
        byte[] bytes = v6.getAddress();
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (v6.isLoopbackAddress()) {
            return LOOPBACK;
        } else if (v6.isIPv4CompatibleAddress()) {
            return COMPATIBLE;
        } else if (first == 0x2002) {
            return SIX_TO_FOUR;
        } else if (first == 0x2001 && bytes[2] == 0 && bytes[3] == 0) {
            return TEREDO;
        } else if ((first & 0xfe00) == 0xfc00) {
            return UNIQUE_LOCAL;
        } else if ((first & 0xffc0) == 0xfec0) {
            return SITE_LOCAL;
        }
        return first == 0x3ffe ? SIX_BONE : OTHER;
    }

    private static int commonPrefix(Candidate candidate) {
        if (!(candidate.destination instanceof Inet6Address) || !(candidate.source instanceof Inet6Address)) {
            return 0;
        }
        byte[] a = candidate.destination.getAddress();
        byte[] b = candidate.source.getAddress();
        for (int i = 0; i < PREFIX_BYTES; i++) {
            int difference = (a[i] ^ b[i]) & 0xff;
            if (difference != 0) {
                return i * 8 + Integer.numberOfLeadingZeros(difference) - 24;
            }
        }
        return PREFIX_BYTES * 8;
    }
}
