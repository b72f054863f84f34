package millrace.offload.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.LaneFullException;
import millrace.loop.pool.LaneOptions;
import org.junit.jupiter.api.Test;

/** Chance, key pairs, and where the results arrive. */
class OffTheLoopTest {
    private static final long DEADLINE_SECONDS = 60;

    private static <T> T get(CompletableFuture<T> stage) throws Exception {
        return stage.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static void assertRefused(CompletableFuture<?> stage) {
        var failure = assertThrows(ExecutionException.class, () -> get(stage));
        assertInstanceOf(IllegalArgumentException.class, failure.getCause());
    }

    @Test
    void resultsArriveOnTheLoopThatAsked() throws Exception {
        try (EventLoop loop = EventLoop.open("test-crypto", PollerKind.EPOLL)) {
            Thread thread = loop.start();
            CompletableFuture<Thread> arrived = new CompletableFuture<>();
            loop.execute(() -> KeyDerivation.shared()
                    .argon2(new byte[8], new byte[8], Argon2Parameters.id(64, 1, 1), 32)
                    .thenCompose(_ -> SecureRandomness.shared().randomBytes(8))
                    .whenComplete((_, _) -> arrived.complete(Thread.currentThread())));
            assertSame(thread, get(arrived));
        }
    }

    /** Returns when the pool's one thread waits. */
    private static CompletableFuture<Boolean> occupy(CpuPool pool, CountDownLatch released) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        var busy = pool.application().submit(() -> {
            running.countDown();
            return released.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
        });
        assertTrue(running.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
        return busy;
    }

    @Test
    void whatIsQueuedCanBeCancelledAndAFullQueueIsARejection() throws Exception {
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withThreads(1))) {
            CountDownLatch released = new CountDownLatch(1);
            var busy = occupy(pool, released);
            pool.lane("key-derivation", LaneOptions.defaults().withMaxQueued(1));
            KeyDerivation derivation = KeyDerivation.on(pool, 1 << 20);
            PasswordHasher hasher = PasswordHasher.of(derivation, Argon2Parameters.id(64, 1, 1));
            var queued = hasher.hash("secret");
            var tooMany = hasher.hash("secret");
            var failure = assertThrows(ExecutionException.class, () -> get(tooMany));
            assertInstanceOf(LaneFullException.class, failure.getCause());
            queued.cancel(false);
            var afterwards = hasher.hash("secret");
            assertTrue(queued.isCancelled());
            released.countDown();
            assertTrue(get(busy));
            assertTrue(get(afterwards).startsWith("$argon2id$"));
        }
    }

    @Test
    void secretsAreOverwrittenAlsoWhenNothingIsEverComputed() throws Exception {
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withThreads(1))) {
            CountDownLatch released = new CountDownLatch(1);
            var busy = occupy(pool, released);
            pool.lane("key-derivation", LaneOptions.defaults().withMaxQueued(1));
            KeyDerivation derivation = KeyDerivation.on(pool, 1 << 20);
            byte[][] secrets = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
            List<CompletableFuture<byte[]>> keys = Arrays.stream(secrets)
                    .map(secret -> derivation.derive(
                            secret, new byte[8], Argon2Parameters.id(64, 1, 1), secret[0] == 7 ? -1 : 32, (_, key) -> key))
                    .toList();
            keys.getFirst().cancel(false);
            assertTrue(keys.stream().allMatch(CompletableFuture::isCompletedExceptionally));
            for (byte[] secret : secrets) {
                assertArrayEquals(new byte[3], secret);
            }
            released.countDown();
            assertTrue(get(busy));
        }
    }

    @Test
    void chanceIsOfTheKindAskedForAndNeverTheSame() throws Exception {
        SecureRandomness random = SecureRandomness.shared();
        assertEquals(1000, get(random.randomBytes(1000)).length);
        assertEquals(0, get(random.randomBytes(0)).length);
        assertNotEquals(Arrays.hashCode(get(random.randomBytes(32))), Arrays.hashCode(get(random.randomBytes(32))));
        String token = get(random.randomToken(32));
        assertTrue(token.matches("[A-Za-z0-9_-]{43}"), token);
        assertNotEquals(token, get(random.randomToken(32)));
        assertEquals(-7, get(random.randomInt(-7, -6)));
        int[] dice = get(random.randomInts(10_000, 1, 7));
        assertEquals(10_000, dice.length);
        assertEquals(6, Arrays.stream(dice).distinct().filter(i -> i >= 1 && i <= 6).count());
    }

    @Test
    void chanceThatCannotBeIsRefused() {
        SecureRandomness random = SecureRandomness.shared();
        assertRefused(random.randomBytes(-1));
        assertRefused(random.randomBytes(Integer.MAX_VALUE));
        assertRefused(random.randomToken(0));
        assertRefused(random.randomInt(1, 1));
        assertRefused(random.randomInts(-1, 0, 1));
        assertRefused(random.randomInts(Integer.MAX_VALUE, 0, 1));
    }

    @Test
    void keyPairsSignAndVerify() throws Exception {
        KeyPairs pairs = KeyPairs.shared();
        KeyPair rsa = get(pairs.rsa(2048));
        assertEquals(2048, ((RSAPublicKey) rsa.getPublic()).getModulus().bitLength());
        assertSigns(rsa, "SHA256withRSA");
        KeyPair p256 = get(pairs.ecP256());
        assertEquals(256, ((ECPublicKey) p256.getPublic()).getParams().getOrder().bitLength());
        assertSigns(p256, "SHA256withECDSA");
        assertSigns(get(pairs.ed25519()), "Ed25519");
        assertRefused(pairs.rsa(1024));
        assertRefused(pairs.rsa(1 << 20));
    }

    private static void assertSigns(KeyPair pair, String algorithm) throws Exception {
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(text);
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(pair.getPublic());
        verifier.update(text);
        assertTrue(verifier.verify(signer.sign()));
    }
}
