package millrace.offload.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link Dns} asks. Immutable; each method gives a changed copy.
 *
 * <p>{@link #system()} is what programs expect: the machine's {@code /etc/resolv.conf} and {@code /etc/hosts}.
 * {@link #servers(List) servers}{@code (List.of(…)).hosts(null).resolvConf(null)}, short {@link #only}, without
 * {@link #specialNames} is what the {@code resolver} directive of nginx means: these servers and nothing else.
 */
public final class DnsOptions implements Cloneable {
    /** Which addresses {@link Dns#lookup} looks for. */
    public enum Family {
        ANY,
        /** {@code ipv6=off}. */
        IPV4,
        /** {@code ipv4=off}. */
        IPV6
    }

    List<InetSocketAddress> servers = List.of();
    Path resolvConf = Path.of("/etc/resolv.conf");
    Path hosts = Path.of("/etc/hosts");
    boolean specialNames = true;
    Duration recheck = Duration.ofSeconds(5);
    Family family = Family.ANY;
    Duration resolutionDelay = Duration.ofMillis(500);
    Duration timeout;
    int attempts;
    int maxOutstanding = 256;
    int maxWaiting = 10_000;
    boolean mixedCase;
    CachePolicy cache = CachePolicy.DEFAULT;

    private DnsOptions() {}

    /** As the machine is set up. */
    public static DnsOptions system() {
        return new DnsOptions();
    }

    /** These servers, and none of the machine's files. */
    public static DnsOptions only(InetSocketAddress... servers) {
        return system().servers(List.of(servers)).resolvConf(null).hosts(null);
    }

    /** Whether localhost and its like mean what RFC 6761 says; otherwise servers are asked for them as for any name. */
    public DnsOptions specialNames(boolean on) {
        DnsOptions copy = copy();
        copy.specialNames = on;
        return copy;
    }

    private DnsOptions copy() {
        try {
            return (DnsOptions) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whom to ask, instead of the servers in {@code resolv.conf}. */
    public DnsOptions servers(List<InetSocketAddress> list) {
        for (InetSocketAddress server : list) {
            if (server.isUnresolved()) {
                throw new IllegalArgumentException("a name server is given by address, not by name: " + server);
            }
        }
        DnsOptions copy = copy();
        copy.servers = List.copyOf(list);
        return copy;
    }

    /** The file with servers, search list and times; {@code null} for none. It is looked at again when it changes. */
    public DnsOptions resolvConf(Path file) {
        DnsOptions copy = copy();
        copy.resolvConf = file;
        return copy;
    }

    /** The file with names of its own; {@code null} for none. It is looked at again when it changes. */
    public DnsOptions hosts(Path file) {
        DnsOptions copy = copy();
        copy.hosts = file;
        return copy;
    }

    /**
     * How long the files may be out of date: when somebody asks, and the last look is longer ago than this, a pool's
     * thread looks again. The TTL of what the hosts file says. 5 s unless said otherwise.
     */
    public DnsOptions recheck(Duration every) {
        if (every.isNegative()) {
            throw new IllegalArgumentException("files are looked at " + every + " apart: no less than zero is meant");
        }
        DnsOptions copy = copy();
        copy.recheck = every;
        return copy;
    }

    public DnsOptions family(Family which) {
        DnsOptions copy = copy();
        copy.family = which;
        return copy;
    }

    /**
     * How long {@link Dns#lookup}, when it has addresses of one kind, waits for the other: some servers never answer
     * AAAA. 500 ms unless said otherwise. Source: the name and the idea are of RFC 8305 section 3.
     */
    public DnsOptions resolutionDelay(Duration atMost) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("a delay of " + atMost + ": no less than zero is meant");
        }
        DnsOptions copy = copy();
        copy.resolutionDelay = atMost;
        return copy;
    }

    /**
     * How long one server may take the first time, and how many rounds over all servers there are; the time doubles
     * with each round. Without this, what {@code resolv.conf} says, else 2 s and 3 rounds.
     */
    public DnsOptions timeout(Duration perTry, int rounds) {
        if (perTry.isNegative() || perTry.isZero() || rounds < 1) {
            throw new IllegalArgumentException("a try takes some time, and there is at least one");
        }
        DnsOptions copy = copy();
        copy.timeout = perTry;
        copy.attempts = rounds;
        return copy;
    }

    /**
     * How many questions may be on the wire, each with a socket, and how many more may wait for that. Further ones are
     * refused ({@link DnsException.Kind#OVERLOADED}). 256 and 10,000 unless said otherwise.
     */
    public DnsOptions limits(int outstanding, int waiting) {
        if (outstanding < 1 || waiting < 0) {
            throw new IllegalArgumentException("at least one question at a time, and no fewer than none waiting");
        }
        DnsOptions copy = copy();
        copy.maxOutstanding = outstanding;
        copy.maxWaiting = waiting;
        return copy;
    }

    /**
     * Asks with letters in random case and takes only answers that repeat it: harder to forge, but a few servers do not
     * repeat it, and are then as good as silent. Off unless asked for. Source: draft-vixie-dnsext-dns0x20.
     */
    public DnsOptions mixedCase(boolean on) {
        DnsOptions copy = copy();
        copy.mixedCase = on;
        return copy;
    }

    public DnsOptions cache(CachePolicy policy) {
        DnsOptions copy = copy();
        copy.cache = policy;
        return copy;
    }
}
