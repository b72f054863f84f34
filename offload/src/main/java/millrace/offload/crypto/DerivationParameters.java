package millrace.offload.crypto;

/**
 * How a key is made of a password: by which algorithm, and how costly. Values that the algorithm does not allow are
 * refused by the constructors with an {@link IllegalArgumentException}; how much of the machine one derivation may take
 * is for {@link KeyDerivation} to say.
 */
public sealed interface DerivationParameters permits Pbkdf2Parameters, ScryptParameters, Argon2Parameters {
    /** What the algorithm keeps in memory while it runs, in bytes. */
    long memoryBytes();

    /** How many blocks of memory, or rounds for what needs none, are computed for a key: a measure of time. */
    long work(int keyLength);
}
