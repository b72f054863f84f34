package millrace.offload.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.offload.crypto.Pbkdf2Parameters.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final long DEADLINE_SECONDS = 60;
    private static final KeyDerivation DERIVATION = KeyDerivation.shared();
    private static final Argon2Parameters CHEAP = Argon2Parameters.id(64, 1, 1);

    private static <T> T get(CompletableFuture<T> stage) throws Exception {
        return stage.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aPasswordVerifiesAndAnyOtherDoesNot() throws Exception {
        PasswordHasher hasher = PasswordHasher.recommended();
        String stored = get(hasher.hash("correct horse – 馬"));
        assertTrue(stored.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), stored);
        assertTrue(get(hasher.verify("correct horse – 馬", stored)));
        assertFalse(get(hasher.verify("correct horse - 馬", stored)));
        assertFalse(get(hasher.verify("", stored)));
        assertFalse(hasher.needsRehash(stored));
        assertNotEquals(stored, get(hasher.hash("correct horse – 馬")), "each has a salt of its own");
    }

    @Test
    void everySchemeThatCanBeStoredVerifies() throws Exception {
        for (DerivationParameters parameters : new DerivationParameters[] {
            CHEAP,
            new Argon2Parameters(Argon2Parameters.Variant.I, Argon2Parameters.VERSION, 64, 2, 2),
            new Argon2Parameters(Argon2Parameters.Variant.D, Argon2Parameters.OLD_VERSION, 64, 1, 1),
            new ScryptParameters(1 << 4, 8, 1),
            new Pbkdf2Parameters(Digest.SHA256, 100),
            new Pbkdf2Parameters(Digest.SHA512, 100)
        }) {
            PasswordHasher hasher = PasswordHasher.of(DERIVATION, parameters);
            String stored = get(hasher.hash("secret"));
            assertTrue(get(PasswordHasher.recommended().verify("secret", stored)), stored);
            assertFalse(get(PasswordHasher.recommended().verify("Secret", stored)), stored);
            assertFalse(hasher.needsRehash(stored), stored);
            assertTrue(PasswordHasher.recommended().needsRehash(stored), stored);
        }
    }

    /** From the tests of the reference implementation (github.com/P-H-C/phc-winner-argon2, test.c). */
    @ParameterizedTest
    @ValueSource(strings = {
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E",
        "$argon2i$m=256,t=2,p=2$c29tZXNhbHQ$tsEVYKap1h6scGt5ovl9aLRGOqOth+AMB+KwHpDFZPs"
    })
    void whatOtherProgramsHaveStoredVerifies(String stored) throws Exception {
        assertTrue(get(PasswordHasher.recommended().verify("password", stored)));
        assertFalse(get(PasswordHasher.recommended().verify("passwort", stored)));
    }

    @Test
    void strongerParametersAskForANewHash() throws Exception {
        String stored = get(PasswordHasher.of(DERIVATION, CHEAP).hash("secret"));
        assertTrue(PasswordHasher.of(DERIVATION, Argon2Parameters.id(128, 1, 1)).needsRehash(stored));
        assertTrue(PasswordHasher.of(DERIVATION, CHEAP)
                .needsRehash("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$" + "A".repeat(43)), "a short salt");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "$", "secret", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ",
        "$argon2id$v=18$m=64,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=1,p=1,x=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=064,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,m=64,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=1,p=1$$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ=$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=1,p=1$c29t*XNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=31,r=8,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-md5$i=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA"
    })
    void whatIsNoHashFailsAndIsNotRepeated(String stored) {
        var failure = assertThrows(
                ExecutionException.class, () -> get(PasswordHasher.recommended().verify("secret", stored)));
        String message = assertInstanceOf(IllegalArgumentException.class, failure.getCause()).getMessage();
        assertFalse(message.contains("c29tZXNhbHQ"), message);
        assertThrows(IllegalArgumentException.class, () -> PasswordHasher.recommended().needsRehash(stored));
    }

    @Test
    void aStoredHashThatAsksForTooMuchIsRefused() {
        String greedy = "$argon2id$v=19$m=1048576,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA";
        var failure = assertThrows(
                ExecutionException.class, () -> get(PasswordHasher.recommended().verify("secret", greedy)));
        assertTrue(failure.getMessage().contains("1024 MiB"), failure.getMessage());
    }

    @Test
    void parametersWithoutAStringAreRefusedBeforeAnythingIsStored() {
        var sha1 = new Pbkdf2Parameters(Digest.SHA1, 1000);
        assertThrows(IllegalArgumentException.class, () -> PasswordHasher.of(DERIVATION, sha1));
    }

    @Test
    void noTextDoesMoreThanBeRefused() {
        Random random = new Random(9);
        String good = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA";
        String letters = "$=,argon2idvmtp0123456789+/ \n\u00e4";
        int read = 0;
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder(good);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                char letter = letters.charAt(random.nextInt(letters.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, letter);
                    case 1 -> text.insert(at, letter);
                    default -> text.deleteCharAt(at);
                }
            }
            try {
                PhcString phc = PhcString.parse(text.toString());
                assertEquals(phc.toString(), PhcString.parse(phc.toString()).toString());
                read++;
            } catch (IllegalArgumentException expected) {
                assertTrue(expected.getMessage() != null, text.toString());
            }
        }
        assertTrue(read > 1000, "the fuzzing gets past the first checks: " + read);
    }
}
