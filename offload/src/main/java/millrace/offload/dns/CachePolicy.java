package millrace.offload.dns;

import java.time.Duration;
import java.util.Objects;

/**
 * For how long answers count, and how many are remembered. The TTL that an {@link Answer} shows is the one that counts.
 *
 * @param entries how many answers, of no more than 256 records each, are remembered; 0 remembers none
 * @param minTtl answers count at least so long
 * @param maxTtl answers count at most so long
 * @param maxNegativeTtl that something does not exist is remembered at most so long
 * @param fixedTtl when not {@code null}, all that exists counts for so long whatever the servers say: {@code valid=} of
 *     nginx's {@code resolver}
 * @param staleFor for how long after its time an answer still serves when no server can be asked (RFC 8767)
 */
public record CachePolicy(
        int entries, Duration minTtl, Duration maxTtl, Duration maxNegativeTtl, Duration fixedTtl, Duration staleFor) {
    /** How long a stale answer counts before the servers are asked again. Source: RFC 8767 section 4. */
    static final long STALE_TTL_NANOS = Duration.ofSeconds(30).toNanos();

    private static final Duration LONGEST = Duration.ofDays(366L * 100);

    /** 10,000 answers, for as long as the servers say but no longer than a day, failures for 5 minutes, none stale. */
    public static final CachePolicy DEFAULT =
            new CachePolicy(10_000, Duration.ZERO, Duration.ofDays(1), Duration.ofMinutes(5), null, Duration.ZERO);

    public CachePolicy {
        check(minTtl, "minTtl");
        check(maxTtl, "maxTtl");
        check(maxNegativeTtl, "maxNegativeTtl");
        check(staleFor, "staleFor");
        if (fixedTtl != null) {
            check(fixedTtl, "fixedTtl");
        }
        if (entries < 0 || minTtl.compareTo(maxTtl) > 0) {
            throw new IllegalArgumentException("entries must not be negative, nor minTtl above maxTtl");
        }
    }

    private static void check(Duration duration, String name) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + duration + ": between 0 and a hundred years is meant");
        }
    }

    public CachePolicy withEntries(int number) {
        return new CachePolicy(number, minTtl, maxTtl, maxNegativeTtl, fixedTtl, staleFor);
    }

    public CachePolicy withTtl(Duration atLeast, Duration atMost) {
        return new CachePolicy(entries, atLeast, atMost, maxNegativeTtl, fixedTtl, staleFor);
    }

    public CachePolicy withMaxNegativeTtl(Duration atMost) {
        return new CachePolicy(entries, minTtl, maxTtl, atMost, fixedTtl, staleFor);
    }

    public CachePolicy withFixedTtl(Duration ttl) {
        return new CachePolicy(entries, minTtl, maxTtl, maxNegativeTtl, ttl, staleFor);
    }

    public CachePolicy withStaleFor(Duration duration) {
        return new CachePolicy(entries, minTtl, maxTtl, maxNegativeTtl, fixedTtl, duration);
    }

    /** The same outcome with the time for which it counts here. */
    Outcome apply(Outcome outcome) {
        long said = outcome.ttlNanos();
        if (outcome instanceof Outcome.Missing) {
            return outcome.withTtlNanos(Math.min(said, maxNegativeTtl.toNanos()));
        }
        return outcome.withTtlNanos(
                fixedTtl != null ? fixedTtl.toNanos() : Math.clamp(said, minTtl.toNanos(), maxTtl.toNanos()));
    }
}
