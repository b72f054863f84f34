package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** A million choices of each method against what the method promises. Weights are 1, 2, 3 and 4. */
class DistributionTest {
    private static final int CHOICES = 1_000_000;
    private final SplittableRandom random = new SplittableRandom(7);
    private final byte[] key = new byte[8];

    private static Fixture weighted(Method method) {
        return new Fixture().method(method).server(1).server(2).server(3).server(4);
    }

    /** Requests that end at once, keys at random. */
    private int[] choices(Fixture fixture) {
        int[] counts = new int[5];
        Selection selection = fixture.selection();
        for (int i = 0; i < CHOICES; i++) {
            selection.begin(fixture.group());
            ByteBuffer.wrap(key).putLong(random.nextLong());
            selection.key(key, 0, key.length);
            counts[Fixture.number(selection.next())]++;
            selection.end();
        }
        return counts;
    }

    /** Requests that stay open, so many at a time, each ended by chance. */
    private int[] opened(Fixture fixture, int open, LongConsumer step) {
        int[] counts = new int[5];
        Selection[] requests = new Selection[open];
        for (int i = 0; i < CHOICES; i++) {
            step.accept(i);
            int at = i < open ? i : random.nextInt(open);
            if (requests[at] == null) {
                requests[at] = fixture.selection();
            }
            requests[at].end();
            counts[Fixture.number(requests[at].begin(fixture.group()).next())]++;
        }
        return counts;
    }

    private static void assertShares(int[] counts, double tolerance) {
        for (int i = 1; i <= 4; i++) {
            assertEquals(i / 10.0, counts[i] / (double) CHOICES, tolerance, "share of peer " + i);
        }
    }

    @Test
    void roundRobinIsExact() {
        assertShares(choices(weighted(RoundRobin.METHOD)), 0);
    }

    @Test
    void randomIsByWeight() {
        assertShares(choices(weighted(RandomChoice.method(null))), 0.002);
    }

    @Test
    void hashIsByWeight() {
        assertShares(choices(weighted(KeyHash.METHOD)), 0.002);
    }

    @Test
    void ketamaIsByWeightAsFarAsItsPointsAreEven() {
        assertShares(choices(weighted(Ketama.METHOD)), 0.03);
    }

    @Test
    void maglevIsByWeightToThePerMille() {
        assertShares(choices(weighted(Maglev.METHOD)), 0.002);
    }

    @Test
    void ipHashIsByWeightAsFarAs6271HashesAreEven() {
        Fixture fixture = weighted(IpHash.METHOD);
        int[] counts = new int[5];
        byte[] address = new byte[4];
        Selection selection = fixture.selection();
        for (int i = 0; i < CHOICES; i++) {
            ByteBuffer.wrap(address).putInt(random.nextInt());
            selection.begin(fixture.group()).key(address, 0, 4);
            counts[Fixture.number(selection.next())]++;
            selection.end();
        }
        assertShares(counts, 0.005);
    }

    @Test
    void leastConnKeepsConnectionsByWeight() {
        assertShares(opened(weighted(LeastConn.METHOD), 100, i -> {}), 0.01);
    }

    @Test
    void leastConnNeverChoosesOneThatHasMoreForItsWeight() {
        Fixture fixture = weighted(LeastConn.METHOD);
        opened(fixture, 50, i -> {
            double least = Double.MAX_VALUE;
            double most = 0;
            for (Peer peer : fixture.group().peers()) {
                least = Math.min(least, (peer.state.conns) / (double) peer.weight());
                most = Math.max(most, (peer.state.conns - 1) / (double) peer.weight());
            }
            // The last one chosen had the least before it was, unless many have ended since.
            assertTrue(i > 50 || most <= least + 1e-9, "at " + i);
        });
    }

    @Test
    void ofTwoAtRandomTheLessLoadedIsTaken() {
        Fixture two = new Fixture().method(RandomChoice.method(RandomChoice.Two.LEAST_CONN));
        Fixture one = new Fixture().method(RandomChoice.method(null));
        for (int i = 0; i < 20; i++) {
            two.server();
            one.server();
        }
        assertTrue(spread(two) * 3 < spread(one), spread(two) + " against " + spread(one));
    }

    /** The largest number of connections above the mean, of 2,000 that stay open. */
    private static double spread(Fixture fixture) {
        for (int i = 0; i < 2_000; i++) {
            fixture.begin().next();
        }
        int most = fixture.group().peers().stream().mapToInt(p -> p.state.conns).max().orElseThrow();
        fixture.group().peers().forEach(p -> p.state.conns = 0);
        return most - 100;
    }

    @Test
    void withEqualTimesLeastTimeIsRoundRobin() {
        Fixture fixture = new Fixture()
                .method(LeastTime.method(true, false))
                .server()
                .server();
        int[] counts = choices(fixture);
        assertEquals(CHOICES / 2, counts[1]);
    }

    @Test
    void peakEwmaAsksPeersInInverseProportionToTheirTimes() {
        Fixture fixture = new Fixture().method(PeakEwma.METHOD).server().server();
        int[] counts = new int[3];
        Selection[] open = new Selection[64];
        long[] due = new long[open.length];
        // As many requests as there are, always: the second peer takes three times as long.
        for (int i = 0; i < CHOICES; i++) {
            int next = 0;
            for (int j = 0; j < open.length && open[next] != null; j++) {
                next = open[j] == null || due[j] < due[next] ? j : next;
            }
            if (open[next] == null) {
                open[next] = fixture.selection();
            } else {
                fixture.now = Math.max(fixture.now, due[next]);
                open[next].header();
                open[next].end();
            }
            int number = Fixture.number(open[next].begin(fixture.group()).next());
            due[next] = fixture.now + (number == 1 ? 1 : 3) * Fixture.MILLI;
            counts[number]++;
        }
        double ratio = counts[1] / (double) counts[2];
        assertTrue(ratio > 6 && ratio < 12, "conns are 3 : 1, throughput then is 9 : 1, and was " + ratio);
    }

    @Test
    void aPeerThatGoesTakesOnlyItsKeysAlong() {
        for (Method method : new Method[] {Ketama.METHOD, Maglev.METHOD}) {
            Fixture all = new Fixture().method(method).server().server().server().server().server();
            Fixture less = new Fixture().method(method).server().server().server().server();
            int moved = 0;
            for (int i = 0; i < 10_000; i++) {
                byte[] bytes = ("key" + i).getBytes();
                int before = all.request(keyed(all, bytes));
                int after = less.request(keyed(less, bytes));
                moved += before != 5 && before != after ? 1 : 0;
            }
            assertTrue(method == Ketama.METHOD ? moved == 0 : moved < 1_000, moved + " keys moved");
        }
    }

    private static Selection keyed(Fixture fixture, byte[] bytes) {
        Selection selection = fixture.begin();
        selection.key(bytes, 0, bytes.length);
        return selection;
    }
}
