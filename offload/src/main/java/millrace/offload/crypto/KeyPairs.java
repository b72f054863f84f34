package millrace.offload.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.WorkerPool;

/**
 * New key pairs, in the CPU pool. RSA, which takes from a tenth of a second to many, has the lane
 * {@code rsa-key-pairs}; the others, which take less than a millisecond, the lane {@code key-pairs}: so the pool learns
 * what is long. Any thread.
 */
public final class KeyPairs {
    private static final Set<Integer> RSA_BITS = Set.of(2048, 3072, 4096);
    private static final KeyPairs SHARED = new KeyPairs(CpuPool.shared());

    private final Lane rsa;
    private final Lane curves;

    private KeyPairs(WorkerPool pool) {
        this.rsa = pool.lane("rsa-key-pairs");
        this.curves = pool.lane("key-pairs");
    }

    /** On the shared pool. */
    public static KeyPairs shared() {
        return SHARED;
    }

    public static KeyPairs on(WorkerPool pool) {
        return new KeyPairs(pool);
    }

    /**
     * RSA with the usual exponent.
     *
     * @param bits 2048, 3072 or 4096
     */
    public CompletableFuture<KeyPair> rsa(int bits) {
        return RSA_BITS.contains(bits)
                ? generate(rsa, "RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4))
                : CompletableFuture.failedFuture(
                        new IllegalArgumentException("RSA of " + bits + " bits: 2048, 3072 or 4096"));
    }

    /** Elliptic curve P-256 (secp256r1), for ECDSA and ECDH. */
    public CompletableFuture<KeyPair> ecP256() {
        return generate(curves, "EC", new ECGenParameterSpec("secp256r1"));
    }

    public CompletableFuture<KeyPair> ed25519() {
        return generate(curves, "Ed25519", NamedParameterSpec.ED25519);
    }

    private static CompletableFuture<KeyPair> generate(Lane lane, String algorithm, AlgorithmParameterSpec kind) {
        return lane.submit(() -> generate(algorithm, kind));
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(kind);
        return generator.generateKeyPair();
    }
}
