package millrace.offload.crypto;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.WorkerPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Keys out of passwords: PBKDF2, scrypt and Argon2, in the lane {@code key-derivation} of the CPU pool. Arguments are
 * copied before a method returns, and the copies of secrets overwritten after use.
 *
 * <p>What would take more memory or work than one derivation may is refused before it is queued: parameters often come
 * out of a stored hash, and somebody may have written 1 GiB there. Stages fail with an {@link IllegalArgumentException}
 * then.
 *
 * <p>Any thread. Source: RFC 8018, 7914, 9106.
 */
public final class KeyDerivation {
    /** Memory that one derivation may take, unless said otherwise: 256 MiB; as many may run as the pool has threads. */
    public static final long DEFAULT_MAX_MEMORY_BYTES = 256L << 20;

    /** Work that one derivation may be, by {@link DerivationParameters#work}: some ten seconds. */
    static final long MOST_WORK = 1L << 24;

    static final int MOST_KEY_BYTES = 1 << 16;

    private static final byte[] NONE = {};
    private static final KeyDerivation SHARED = new KeyDerivation(CpuPool.shared(), DEFAULT_MAX_MEMORY_BYTES);

    private final Lane lane;
    private final long maxMemoryBytes;

    private KeyDerivation(WorkerPool pool, long maxMemoryBytes) {
        this.lane = pool.lane("key-derivation");
        this.maxMemoryBytes = maxMemoryBytes;
    }

    /** On the shared pool, with the usual limits. */
    public static KeyDerivation shared() {
        return SHARED;
    }

    /** On a pool, with a limit of its own for the memory that each derivation may take. */
    public static KeyDerivation on(WorkerPool pool, long maxMemoryBytes) {
        return new KeyDerivation(pool, maxMemoryBytes);
    }

    /** A key of {@code keyLength} bytes by PBKDF2. */
    public CompletableFuture<byte[]> pbkdf2(byte[] password, byte[] salt, Pbkdf2Parameters parameters, int keyLength) {
        return derive(password, salt, parameters, keyLength);
    }

    /** A key of {@code keyLength} bytes by scrypt. */
    public CompletableFuture<byte[]> scrypt(byte[] password, byte[] salt, ScryptParameters parameters, int keyLength) {
        return derive(password, salt, parameters, keyLength);
    }

    /** A key of {@code keyLength} bytes, at least 4, by Argon2; the salt has at least 8. */
    public CompletableFuture<byte[]> argon2(byte[] password, byte[] salt, Argon2Parameters parameters, int keyLength) {
        return derive(password, salt, parameters, keyLength);
    }

    /**
     * As {@link #argon2(byte[], byte[], Argon2Parameters, int)}, with a secret that does not lie where the hashes lie
     * ("pepper"), and associated data.
     */
    public CompletableFuture<byte[]> argon2(
            byte[] password,
            byte[] salt,
            Argon2Parameters parameters,
            int keyLength,
            byte[] secret,
            byte[] associatedData) {
        Input input =
                new Input(password.clone(), salt.clone(), false, secret.clone(), associatedData.clone());
        return submit(input, parameters, keyLength, (_, key) -> key);
    }

    private CompletableFuture<byte[]> derive(
            byte[] password, byte[] salt, DerivationParameters parameters, int keyLength) {
        return derive(password.clone(), salt, parameters, keyLength, (_, key) -> key);
    }

    /**
     * With what is made of salt and key on the worker.
     *
     * @param password owned from now on
     */
    <T> CompletableFuture<T> derive(
            byte[] password,
            byte[] salt,
            DerivationParameters parameters,
            int keyLength,
            BiFunction<byte[], byte[], T> form) {
        return submit(new Input(password, salt.clone(), false, NONE, NONE), parameters, keyLength, form);
    }

    /** As {@link #derive(byte[], byte[], DerivationParameters, int, BiFunction)}, with a random salt. */
    <T> CompletableFuture<T> deriveSalted(
            byte[] password,
            int saltLength,
            DerivationParameters parameters,
            int keyLength,
            BiFunction<byte[], byte[], T> form) {
        return submit(new Input(password, new byte[saltLength], true, NONE, NONE), parameters, keyLength, form);
    }

    private record Input(
            byte[] password, byte[] salt, boolean isSaltToBeDrawn, byte[] secret, byte[] associatedData) {
        void forget() {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private <T> CompletableFuture<T> submit(
            Input input, DerivationParameters parameters, int keyLength, BiFunction<byte[], byte[], T> form) {
        String refusal = refusal(input, parameters, keyLength);
        if (refusal != null) {
            input.forget();
            return CompletableFuture.failedFuture(new IllegalArgumentException(refusal));
        }
        CompletableFuture<T> job = lane.submit(() -> {
            if (input.isSaltToBeDrawn) {
                SecureRandomness.draw(input.salt);
            }
            return form.apply(input.salt, compute(input, parameters, keyLength));
        });
        // Also when it is rejected or cancelled. What runs on then computes something else, for nobody.
        job.whenComplete((_, _) -> input.forget());
        return job;
    }

    /** Why this is not to be computed, or {@code null}. */
    private String refusal(Input input, DerivationParameters parameters, int keyLength) {
        boolean argon2 = parameters instanceof Argon2Parameters;
        if (keyLength < (argon2 ? 4 : 1) || keyLength > MOST_KEY_BYTES) {
            return "a key of " + keyLength + " bytes: at least " + (argon2 ? 4 : 1) + " and at most " + MOST_KEY_BYTES;
        }
        if (argon2 && input.salt.length < 8) {
            return "a salt of " + input.salt.length + " bytes for Argon2: at least 8, better 16";
        }
        if (parameters.memoryBytes() > maxMemoryBytes) {
            return parameters + " takes " + (parameters.memoryBytes() >> 20) + " MiB of memory, and one derivation may "
                    + "take " + (maxMemoryBytes >> 20) + ": lower the parameters, or allow more (KeyDerivation.on)";
        }
        return parameters.work(keyLength) > MOST_WORK
                ? parameters + " is more work than one derivation may be: lower the iterations"
                : null;
    }

    private static byte[] compute(Input input, DerivationParameters parameters, int keyLength) {
        return switch (parameters) {
            case Pbkdf2Parameters pbkdf2 -> Pbkdf2.derive(pbkdf2, input.password, input.salt, keyLength);
            case ScryptParameters scrypt -> SCrypt.generate(
                    input.password,
                    input.salt,
                    scrypt.cost(),
                    scrypt.blockSize(),
                    scrypt.parallelization(),
                    keyLength);
            case Argon2Parameters argon2 -> argon2(input, argon2, keyLength);
        };
    }

    private static byte[] argon2(Input input, Argon2Parameters parameters, int keyLength) {
        int type = switch (parameters.variant()) {
            case D -> org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_d;
            case I -> org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_i;
            case ID -> org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id;
        };
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(type)
                .withVersion(parameters.version())
                .withMemoryAsKB(parameters.memoryKib())
                .withIterations(parameters.iterations())
                .withParallelism(parameters.parallelism())
                .withSalt(input.salt)
                .withSecret(input.secret)
                .withAdditional(input.associatedData)
                .build());
        byte[] key = new byte[keyLength];
        generator.generateBytes(input.password, key);
        return key;
    }
}
