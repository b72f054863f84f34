package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A million choices of each method where not all peers can be had, or not in full: against what is promised. */
class LimitedDistributionTest {
    private static final int CHOICES = 1_000_000;
    private static final ServerOptions PLAIN = ServerOptions.of("x");

    private final SplittableRandom random = new SplittableRandom(11);
    private final byte[] key = new byte[4];

    static Stream<Method> methods() {
        return Stream.of(RoundRobin.METHOD, LeastConn.METHOD, IpHash.METHOD, KeyHash.METHOD, Ketama.METHOD, Maglev.METHOD,
                RandomChoice.method(null), RandomChoice.method(RandomChoice.Two.LEAST_CONN),
                RandomChoice.method(RandomChoice.Two.LEAST_TIME_HEADER),
                RandomChoice.method(RandomChoice.Two.LEAST_TIME_LAST_BYTE), LeastTime.method(false, false),
                LeastTime.method(true, true), PeakEwma.METHOD);
    }

    /** Requests by keys at random, one after the other; those bound to a peer by its {@code sid}, if there is one. */
    private int[] choices(Fixture fixture, byte[] sid) {
        int[] counts = new int[8];
        Selection selection = fixture.selection();
        for (int i = 0; i < CHOICES; i++) {
            counts[choose(fixture, selection, sid)]++;
            selection.end();
        }
        return counts;
    }

    private int choose(Fixture fixture, Selection selection, byte[] sid) {
        random.nextBytes(key);
        selection.begin(fixture.group()).key(key, 0, key.length);
        if (sid != null) {
            selection.hint(sid, 0, sid.length);
        }
        Peer peer = selection.next();
        return peer == null ? 0 : Fixture.number(peer);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void backupsGetNothingAsLongAsOneOtherIsThere(Method method) {
        Fixture fixture = new Fixture().method(method).server(PLAIN.withDown(true)).server(PLAIN)
                .server(PLAIN.withBackup(true));
        assertEquals(CHOICES, choices(fixture, null)[2]);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatIsDownOrDrainsGetsNothingAndBackupsShareByTheSameMethod(Method method) {
        Fixture fixture = new Fixture().method(method).server(PLAIN.withDown(true)).server(PLAIN.withDrain(true))
                .server(PLAIN.withBackup(true)).server(PLAIN.withBackup(true));
        int[] counts = choices(fixture, null);
        assertEquals(CHOICES, counts[3] + counts[4]);
        assertEquals(0.5, counts[3] / (double) CHOICES, 0.06, "the points of a ring are not quite even");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whoIsBoundToAPeerGetsItEvenWhileItDrains(Method method) {
        Fixture fixture = new Fixture().method(method).server().server(PLAIN.withDrain(true)).server();
        assertEquals(CHOICES, choices(fixture, fixture.group().peers().get(1).sid())[2]);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void noPeerHasMoreConnectionsThanItMay(Method method) {
        Fixture fixture = new Fixture().method(method).server(PLAIN.withMaxConns(5)).server(PLAIN.withMaxConns(20)).server();
        Selection[] open = new Selection[60];
        int[] counts = new int[4];
        for (int i = 0; i < CHOICES; i++) {
            int at = i < open.length ? i : random.nextInt(open.length);
            if (open[at] == null) {
                open[at] = fixture.selection();
            }
            open[at].end();
            counts[choose(fixture, open[at], null)]++;
            for (int peer = 0; peer < 2; peer++) {
                Peer limited = fixture.group().peers().get(peer);
                assertTrue(limited.state.conns <= limited.options().maxConns(), limited::name);
            }
        }
        assertEquals(0, counts[0], "the third takes what the others may not");
        assertTrue(counts[1] > 0 && counts[2] > counts[1], counts[1] + " and " + counts[2]);
    }

    @Test
    void ofTwoDrawnTheOneThatIsSoonerDoneIsTaken() {
        for (RandomChoice.Two two : new RandomChoice.Two[] {RandomChoice.Two.LEAST_TIME_HEADER,
            RandomChoice.Two.LEAST_TIME_LAST_BYTE}) {
            Fixture fixture = new Fixture().method(RandomChoice.method(two)).server().server().server();
            for (Peer peer : fixture.group().peers()) {
                peer.state.checkedSeconds = fixture.now / Fixture.SECOND;
                peer.state.headerMillis = 100L * Fixture.number(peer);
                peer.state.lastByteMillis = 100L * (4 - Fixture.number(peer));
            }
            int[] counts = choices(fixture, null);
            // Of three pairs the fastest is in two, and the slowest never wins.
            boolean header = two == RandomChoice.Two.LEAST_TIME_HEADER;
            assertEquals(2 / 3.0, counts[header ? 1 : 3] / (double) CHOICES, 0.002);
            assertEquals(1 / 3.0, counts[2] / (double) CHOICES, 0.002);
        }
    }

    @Test
    void leastTimeAsksTheFastestThatIsIdle() {
        for (boolean lastByte : new boolean[] {false, true}) {
            Fixture fixture = new Fixture().method(LeastTime.method(lastByte, false)).server().server().server();
            for (Peer peer : fixture.group().peers()) {
                peer.state.checkedSeconds = fixture.now / Fixture.SECOND;
                peer.state.headerMillis = 100L * Fixture.number(peer);
                peer.state.lastByteMillis = 100L * (4 - Fixture.number(peer));
            }
            assertEquals(CHOICES, choices(fixture, null)[lastByte ? 3 : 1]);
        }
    }

    @Test
    void aSlowStartIsARampOverItsTime() {
        Fixture fixture = new Fixture().server(PLAIN.withSlowStart(100 * Fixture.SECOND)).server();
        fixture.group().peers().getFirst().state.slowStartNanos = fixture.now;
        int[] tenths = new int[10];
        for (int i = 0; i < CHOICES; i++) {
            tenths[i / (CHOICES / 10)] += fixture.request() == 1 ? 1 : 0;
            fixture.now += 100 * Fixture.SECOND / CHOICES;
        }
        for (int i = 0; i < tenths.length; i++) {
            double weight = (i + 0.5) / 10;
            assertEquals(weight / (1 + weight), tenths[i] / (CHOICES / 10.0), 0.005, "in tenth " + i);
        }
    }
}
