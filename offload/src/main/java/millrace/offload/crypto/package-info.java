/**
 * Keys and chance, computed on the CPU pool: what takes milliseconds to seconds must not hold a loop.
 *
 * <p>Start with {@link millrace.offload.crypto.KeyDerivation} (PBKDF2, scrypt, Argon2) and
 * {@link millrace.offload.crypto.PasswordHasher} (stored passwords as PHC strings);
 * {@link millrace.offload.crypto.SecureRandomness} and {@link millrace.offload.crypto.KeyPairs} stand beside them.
 * Stages complete on the loop that asked; a full queue is a
 * {@link millrace.loop.pool.LaneFullException}; cancelling takes what has not begun out of the queue.
 */
package millrace.offload.crypto;
