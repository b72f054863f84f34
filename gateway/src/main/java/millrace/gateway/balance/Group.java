package millrace.gateway.balance;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * An upstream group as one configuration has it. All loops share it, and with it the counters of its peers; after a
 * reload the group of the same name goes on with the counters of the peers that it had. Any thread.
 */
public final class Group {
    /** Guards all states of peers; shared with the groups before and after this one. */
    final GroupLock lock;

    final Method method;
    final RandomGenerator random;
    private final String name;
    private final boolean mandatory;
    private final WaitingLine queue;
    private final int most;
    private final RetryBudget budget;
    private final List<GroupSpec.Server> servers;
    /** Lines of which it is not known yet what they resolve to. */
    private final AtomicInteger unanswered;

    private volatile Members members;

    /**
     * @param predecessor the group of this name in the configuration before, or {@code null}
     * @param random for methods that draw; used under the group's lock
     */
    Group(GroupSpec spec, Group predecessor, RandomGenerator random) {
        this.name = spec.name;
        this.method = spec.method;
        this.mandatory = spec.mandatory;
        this.random = random;
        this.lock = predecessor == null ? new GroupLock() : predecessor.lock;
        this.queue = new WaitingLine(this);
        this.most = spec.queue;
        this.budget = spec.budget;
        this.servers = new ArrayList<>(spec.servers);
        this.unanswered = new AtomicInteger(spec.unanswered());
        this.members = assemble(predecessor == null ? null : predecessor.members);
    }

    /** What a line has resolved to. */
    List<Endpoint> endpoints(int server) {
        synchronized (servers) {
            return servers.get(server).endpoints();
        }
    }

    /** A group without a name of its own: the addresses of one {@code proxy_pass}, all alike, in turns. */
    public static Group of(String name, List<SocketAddress> addresses, Group predecessor) {
        GroupSpec spec = new GroupSpec(name);
        spec.add(ServerOptions.of(name), addresses.stream().map(Endpoint::of).toArray(Endpoint[]::new));
        return new Group(spec, predecessor, chance());
    }

    static RandomGenerator chance() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create();
    }

    /** As the configuration calls it. */
    public String name() {
        return name;
    }

    /** All peers, those that are no backups first. */
    public List<Peer> peers() {
        Members now = members;
        List<Peer> all = new ArrayList<>(List.of(now.primary.peers));
        all.addAll(List.of(now.backup.peers));
        return all;
    }

    Members members() {
        return members;
    }

    RetryBudget budget() {
        return budget;
    }

    /**
     * Lets a request wait until a peer can be taken.
     *
     * @return {@code false} when the group has no queue or it is full; as long as the gateway has just begun to ask for
     * the addresses of the group, everybody may wait
     */
    public boolean await(Waiter waiter) {
        boolean joined = queue.join(waiter, isUnanswered() ? Integer.MAX_VALUE : most);
        // A peer that was given back since the request has tried would serve nobody.
        queue.serve();
        return joined;
    }

    /**
     * Stops waiting.
     *
     * @return {@code false} if a peer was found already: {@link Waiter#found} is called or was, and has to release it
     */
    public boolean abandon(Waiter waiter) {
        return queue.leave(waiter);
    }

    /** Looks again for those that wait; for what time alone changes, such as {@code fail_timeout}. */
    public void serve() {
        queue.serve();
    }

    /**
     * The addresses of a {@code server} line have changed. Peers that stay keep their counters, requests under way
     * their peers.
     *
     * @param server which line, as numbered in the configuration
     */
    public void resolved(int server, List<Endpoint> endpoints) {
        // Not under the lock that requests take: a hash ring or table takes milliseconds.
        synchronized (servers) {
            GroupSpec.Server old = servers.get(server);
            servers.set(server, new GroupSpec.Server(old.options(), List.copyOf(endpoints)));
            members = assemble(members);
        }
        queue.serve();
    }

    /** Whether a name is asked for whose first answer is not there. */
    boolean isUnanswered() {
        return unanswered.get() > 0;
    }

    /** The first answer for a line has come, or none came in time. */
    void answered() {
        unanswered.decrementAndGet();
        queue.serve();
    }

    private Members assemble(Members before) {
        Map<String, Deque<PeerState>> known = states(before);
        List<Peer> primary = new ArrayList<>();
        List<Peer> backup = new ArrayList<>();
        for (GroupSpec.Server server : servers) {
            for (Endpoint endpoint : server.endpoints()) {
                Peer peer = new Peer(server.options(), endpoint, state(known, server.options(), endpoint));
                (peer.isBackup() ? backup : primary).add(peer);
            }
        }
        boolean single = primary.size() == 1 && backup.isEmpty();
        return new Members(new Tier(primary, method, false, single), new Tier(backup, method, true, false));
    }

    /** The same line may be written twice: then each has a state of its own, in their order. */
    private static Map<String, Deque<PeerState>> states(Members before) {
        Map<String, Deque<PeerState>> known = new HashMap<>();
        if (before != null) {
            for (Tier tier : new Tier[] {before.primary, before.backup}) {
                for (Peer peer : tier.peers) {
                    known.computeIfAbsent(key(peer.server(), peer.name()), k -> new ArrayDeque<>())
                            .add(peer.state);
                }
            }
        }
        return known;
    }

    private PeerState state(Map<String, Deque<PeerState>> known, ServerOptions options, Endpoint endpoint) {
        Deque<PeerState> same = known.get(key(options.text(), Peer.text(endpoint.address())));
        if (same != null && !same.isEmpty()) {
            return same.remove();
        }
        PeerState fresh = new PeerState();
        fresh.healthy = !mandatory;
        return fresh;
    }

    private static String key(String server, String address) {
        return server + ' ' + address;
    }

    @Override
    public String toString() {
        return name;
    }
}
