package millrace.offload.crypto;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.WorkerPool;

/**
 * Chance that cannot be foreseen, from the operating system, in the lane {@code random} of the CPU pool. Any thread.
 * Source: {@code urandom(4)}.
 */
public final class SecureRandomness {
    private static final int MOST_BYTES = 64 << 20;
    private static final SecureRandomness SHARED = new SecureRandomness(CpuPool.shared());

    private static final class Source {
        /** Opened on a worker, when it is first needed: that takes milliseconds. */
        static final SecureRandom RANDOM = new SecureRandom();
    }

    private final Lane lane;

    private SecureRandomness(WorkerPool pool) {
        this.lane = pool.lane("random");
    }

    /** Fills the array with chance, on the calling thread: a worker. */
    static void draw(byte[] bytes) {
        Source.RANDOM.nextBytes(bytes);
    }

    /** On the shared pool. */
    public static SecureRandomness shared() {
        return SHARED;
    }

    public static SecureRandomness on(WorkerPool pool) {
        return new SecureRandomness(pool);
    }

    /** Bytes, at most 64 MiB of them. */
    public CompletableFuture<byte[]> randomBytes(int count) {
        return fromBytes(count, 0, Function.identity());
    }

    /** Bytes as text for addresses and cookies: Base64 with {@code -} and {@code _}, 4 letters for 3 bytes. */
    public CompletableFuture<String> randomToken(int bytes) {
        return fromBytes(bytes, 1, Base64.getUrlEncoder().withoutPadding()::encodeToString);
    }

    /** A number from {@code origin} on and below {@code bound}, each as likely as any other. */
    public CompletableFuture<Integer> randomInt(int origin, int bound) {
        return origin >= bound
                ? refused("no number is at least " + origin + " and below " + bound)
                : submit(() -> Source.RANDOM.nextInt(origin, bound));
    }

    /** As many such numbers. */
    public CompletableFuture<int[]> randomInts(int count, int origin, int bound) {
        if (origin >= bound || count < 0 || count > MOST_BYTES / Integer.BYTES) {
            return refused(count + " numbers from " + origin + " to below " + bound + ": at most "
                    + MOST_BYTES / Integer.BYTES + ", and there must be one between");
        }
        return submit(() -> Source.RANDOM.ints(count, origin, bound).toArray());
    }

    private <T> CompletableFuture<T> fromBytes(int count, int least, Function<byte[], T> form) {
        return count < least || count > MOST_BYTES
                ? refused(count + " random bytes: at least " + least + " and at most " + MOST_BYTES)
                : submit(() -> {
                    byte[] bytes = new byte[count];
                    draw(bytes);
                    return form.apply(bytes);
                });
    }

    private <T> CompletableFuture<T> submit(Callable<T> work) {
        return lane.submit(work);
    }

    private static <T> CompletableFuture<T> refused(String why) {
        return CompletableFuture.failedFuture(new IllegalArgumentException(why));
    }
}
