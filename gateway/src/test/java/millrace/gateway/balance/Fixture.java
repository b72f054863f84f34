package millrace.gateway.balance;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A group, a clock that stands still until moved, and a seed that is printed with what fails. */
final class Fixture {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;

    final GroupSpec spec = new GroupSpec("u");
    long now = 1_000 * SECOND;
    long seed = 42;
    private Group group;

    Fixture method(Method method) {
        spec.method = method;
        return this;
    }

    /** A server at port 8081 and on. */
    Fixture server() {
        return server(ServerOptions.of("x"));
    }

    Fixture server(int weight) {
        return server(ServerOptions.of("x").withWeight(weight));
    }

    Fixture server(ServerOptions options) {
        int port = 8081 + spec.servers.size();
        ServerOptions named = new ServerOptions(
                "127.0.0.1:" + port,
                options.weight(),
                options.maxConns(),
                options.maxFails(),
                options.failTimeoutSeconds(),
                options.backup(),
                options.down(),
                options.drain(),
                options.slowStartNanos(),
                options.route());
        spec.add(named, Endpoint.of(new InetSocketAddress("127.0.0.1", port)));
        return this;
    }

    Group group() {
        if (group == null) {
            group = new Group(spec, null, new SplittableRandom(seed));
        }
        return group;
    }

    Group successor(GroupSpec next) {
        group = new Group(next, group(), new SplittableRandom(seed));
        return group;
    }

    Selection selection() {
        return new Selection(() -> now);
    }

    Selection begin() {
        return selection().begin(group());
    }

    /** The last digit of a peer's port: 1 for the first server. */
    static int number(Peer peer) {
        return ((InetSocketAddress) peer.address()).getPort() - 8080;
    }

    /** One request that succeeds at once: whom it went to. */
    int request() {
        return request(begin());
    }

    int request(Selection selection) {
        Peer peer = selection.next();
        if (peer == null) {
            return 0;
        }
        selection.header();
        selection.release(Outcome.SUCCEEDED);
        return number(peer);
    }

    List<Integer> requests(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(request());
        }
        return numbers;
    }

    static TreeMap<Integer, Integer> count(List<Integer> numbers) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        numbers.forEach(number -> counts.merge(number, 1, Integer::sum));
        return counts;
    }

    /** A request to whomever is next, that fails. */
    int failure() {
        Selection selection = begin();
        Peer peer = selection.next();
        if (peer == null) {
            return 0;
        }
        selection.release(Outcome.FAILED);
        return number(peer);
    }
}
