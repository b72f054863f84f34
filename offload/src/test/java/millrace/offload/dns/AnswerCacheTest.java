package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    /** Time may have any value, also one that overflows in a moment. */
    private long now = Long.MAX_VALUE - nanos(5);

    private static long nanos(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static Question question(int number) {
        return new Question(DomainName.of("host" + number + ".example"), RecordType.A);
    }

    private static Outcome found(long seconds) {
        RecordData address = new RecordData.Address(InetAddress.ofLiteral("192.0.2.1"));
        return new Outcome.Found(DomainName.of("host.example"), List.of(address), nanos(seconds));
    }

    private static Outcome missing(long seconds) {
        return new Outcome.Missing(DomainName.of("host.example"), false, nanos(seconds));
    }

    @Test
    void anAnswerCountsForItsTimeAndShowsWhatIsLeft() {
        AnswerCache cache = new AnswerCache(CachePolicy.DEFAULT);
        cache.put(question(1), found(10), now);
        now += nanos(9);
        assertEquals(nanos(1), cache.get(question(1), now).ttlNanos());
        now += nanos(1);
        assertNull(cache.get(question(1), now));
        assertEquals(0, cache.size());
    }

    @Test
    void whatCountsForNoTimeIsNotKeptAndReplacesWhatWas() {
        AnswerCache cache = new AnswerCache(CachePolicy.DEFAULT);
        cache.put(question(1), found(10), now);
        cache.put(question(1), found(0), now);
        assertNull(cache.get(question(1), now));
    }

    @Test
    void whatWasNotAskedForTheLongestGoesFirst() {
        AnswerCache cache = new AnswerCache(CachePolicy.DEFAULT.withEntries(2));
        cache.put(question(1), found(10), now);
        cache.put(question(2), found(10), now);
        cache.get(question(1), now);
        cache.put(question(3), found(10), now);
        assertEquals(2, cache.size());
        assertNotNull(cache.get(question(1), now));
        assertNull(cache.get(question(2), now));
    }

    /** Else the entries of somebody who owns a zone could be ten thousand of thousands of records each. */
    @Test
    void answersOfVeryManyRecordsAreNotKept() {
        AnswerCache cache = new AnswerCache(CachePolicy.DEFAULT);
        Outcome.Found one = (Outcome.Found) found(10);
        for (int records : new int[] {AnswerCache.MOST_RECORDS, AnswerCache.MOST_RECORDS + 1}) {
            List<RecordData> data = Collections.nCopies(records, one.data().getFirst());
            cache.put(question(1), new Outcome.Found(one.name(), data, one.ttlNanos()), now);
            assertEquals(records == AnswerCache.MOST_RECORDS, cache.get(question(1), now) != null);
        }
    }

    @Test
    void withoutEntriesNothingIsKept() {
        AnswerCache cache = new AnswerCache(CachePolicy.DEFAULT.withEntries(0));
        cache.put(question(1), found(10), now);
        assertNull(cache.get(question(1), now));
    }

    @Test
    void aStaleAnswerServesOnlyWhenItIsRevivedAndNotForEver() {
        AnswerCache cache = new AnswerCache(CachePolicy.DEFAULT.withStaleFor(Duration.ofSeconds(100)));
        cache.put(question(1), found(10), now);
        now += nanos(50);
        assertNull(cache.get(question(1), now));
        assertEquals(CachePolicy.STALE_TTL_NANOS, cache.revive(question(1), now).ttlNanos());
        assertNotNull(cache.get(question(1), now), "counts again, so that the servers have a rest");
        now += CachePolicy.STALE_TTL_NANOS;
        assertNull(cache.get(question(1), now));
        now += nanos(100);
        assertNull(cache.revive(question(1), now));
    }

    @Test
    void thatSomethingDoesNotExistIsNeverStale() {
        AnswerCache cache = new AnswerCache(CachePolicy.DEFAULT.withStaleFor(Duration.ofSeconds(100)));
        cache.put(question(1), missing(10), now);
        now += nanos(11);
        assertNull(cache.revive(question(1), now));
    }

    @Test
    void thePolicyBoundsWhatServersSay() {
        CachePolicy bounded = CachePolicy.DEFAULT
                .withTtl(Duration.ofSeconds(5), Duration.ofSeconds(60))
                .withMaxNegativeTtl(Duration.ofSeconds(2));
        assertEquals(nanos(5), bounded.apply(found(0)).ttlNanos());
        assertEquals(nanos(60), bounded.apply(found(Integer.MAX_VALUE)).ttlNanos());
        assertEquals(nanos(2), bounded.apply(missing(9)).ttlNanos());
        assertEquals(0, bounded.apply(missing(0)).ttlNanos());
        assertEquals(nanos(7), bounded.withFixedTtl(Duration.ofSeconds(7)).apply(found(1)).ttlNanos());
    }

    @Test
    void aPolicyThatMakesNoSenseIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThrows(IllegalArgumentException.class, () -> CachePolicy.DEFAULT.withTtl(second, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> CachePolicy.DEFAULT.withStaleFor(second.negated()));
        assertThrows(IllegalArgumentException.class, () -> CachePolicy.DEFAULT.withEntries(-1));
    }
}
