package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any method, any servers, any sequence of events: what never happens. */
class SelectionPropertyTest {
    private static final int ROUNDS = 25;
    private static final int EVENTS = 1_000;

    static Stream<Method> methods() {
        return Stream.of(
                RoundRobin.METHOD,
                LeastConn.METHOD,
                IpHash.METHOD,
                KeyHash.METHOD,
                Ketama.METHOD,
                RandomChoice.method(null),
                RandomChoice.method(RandomChoice.Two.LEAST_CONN),
                RandomChoice.method(RandomChoice.Two.LEAST_TIME_HEADER),
                LeastTime.method(true, false),
                LeastTime.method(false, true),
                LeastTime.method(true, true),
                PeakEwma.METHOD,
                Maglev.METHOD);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void noPeerThatIsDownOrFullOrTriedIsChosenAndNoCountIsLeftBehind(Method method) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            new Run(method, seed).all();
        }
    }

    private static final class Run {
        final SplittableRandom random;
        final Fixture fixture;
        final List<Selection> open = new ArrayList<>();
        final List<Set<Peer>> tried = new ArrayList<>();
        final String name;

        Run(Method method, int seed) {
            random = new SplittableRandom(seed);
            fixture = new Fixture().method(method);
            name = "seed " + seed;
            fixture.seed = seed;
            int servers = 1 + random.nextInt(random.nextInt(10) == 0 ? 100 : 6);
            for (int i = 0; i < servers; i++) {
                fixture.server(ServerOptions.of("x")
                        .withWeight(1 + random.nextInt(5))
                        .withMaxConns(random.nextInt(4))
                        .withFails(random.nextInt(4), random.nextInt(5))
                        .withBackup(i > 0 && random.nextInt(5) == 0)
                        .withDown(random.nextInt(6) == 0)
                        .withDrain(random.nextInt(8) == 0)
                        .withSlowStart(random.nextInt(3) * Fixture.SECOND));
            }
        }

        void all() {
            for (int i = 0; i < EVENTS; i++) {
                event();
            }
            open.forEach(Selection::end);
            for (Peer peer : fixture.group().peers()) {
                assertEquals(0, peer.state.conns, name);
                assertEquals(0, peer.state.inflight, name);
                assertEquals(0, peer.state.inflightSumMillis, name);
            }
        }

        private void event() {
            fixture.now += random.nextInt(5) == 0 ? random.nextLong(2 * Fixture.SECOND) : Fixture.MILLI;
            int kind = random.nextInt(12);
            if (kind == 0 && random.nextInt(10) == 0) {
                fixture.successor(fixture.spec);
            } else if (kind == 1) {
                Peer peer = any();
                peer.state.healthy = !peer.state.healthy || random.nextInt(3) > 0;
            } else if (kind < 6 || open.isEmpty()) {
                begin();
            } else {
                proceed(random.nextInt(open.size()));
            }
        }

        private Peer any() {
            List<Peer> peers = fixture.group().peers();
            return peers.get(random.nextInt(peers.size()));
        }

        private void begin() {
            Selection selection = fixture.begin();
            byte[] key = new byte[random.nextInt(3) * 4];
            random.nextBytes(key);
            selection.key(key, 0, key.length);
            byte[] sid = random.nextInt(4) == 0 ? any().sid() : new byte[0];
            selection.hint(sid, 0, sid.length);
            open.add(selection);
            tried.add(new HashSet<>());
            next(open.size() - 1, sid);
        }

        private void next(int at, byte[] sid) {
            List<Integer> before = new ArrayList<>();
            List<Peer> peers = fixture.group().peers();
            peers.forEach(p -> before.add(p.state.conns));
            Peer peer = open.get(at).next();
            if (peer == null) {
                open.remove(at);
                tried.remove(at);
                return;
            }
            assertFalse(peer.isDown(), name);
            assertTrue(!peer.isDraining() || peer.sid() == sid || sid == null, name);
            assertTrue(peer.state.healthy, name);
            int most = peer.options().maxConns();
            assertTrue(most == 0 || peer.state.conns <= most, name + ": " + peer.state.conns + " of " + most);
            assertTrue(tried.get(at).add(peer) || fixture.group().peers().size() == 1, name);
            assertNotEquals(null, peer.address());
        }

        private void proceed(int at) {
            Selection selection = open.get(at);
            if (random.nextBoolean()) {
                selection.header();
            }
            Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
            selection.release(outcome);
            if (outcome != Outcome.SUCCEEDED && selection.tries() > 0) {
                next(at, null);
            } else {
                open.remove(at);
                tried.remove(at);
            }
        }
    }
}
