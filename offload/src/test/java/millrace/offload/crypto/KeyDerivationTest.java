package millrace.offload.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import millrace.loop.pool.CpuPool;
import millrace.offload.crypto.Argon2Parameters.Variant;
import millrace.offload.crypto.Pbkdf2Parameters.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of the RFCs, and what is refused. */
class KeyDerivationTest {
    private static final long DEADLINE_SECONDS = 60;
    private static final KeyDerivation DERIVATION = KeyDerivation.shared();

    private static byte[] get(CompletableFuture<byte[]> key) throws Exception {
        return key.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.replace("\\0", "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** RFC 6070 (SHA-1) and RFC 7914 section 11 (SHA-256). RFC 6070's 16 million rounds are left out. */
    @ParameterizedTest
    @CsvSource({
        "SHA1, password, salt, 1, 0c60c80f961f0e71f3a9b524af6012062fe037a6",
        "SHA1, password, salt, 2, ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957",
        "SHA1, password, salt, 4096, 4b007901b765489abead49d926f721d065a429c1",
        "SHA1, passwordPASSWORDpassword, saltSALTsaltSALTsaltSALTsaltSALTsalt, 4096, "
                + "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
        "SHA1, pass\\0word, sa\\0lt, 4096, 56fa6aa75548099dcc37d7f03425e0c3",
        "SHA256, passwd, salt, 1, 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
        "SHA256, Password, NaCl, 80000, 4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
                + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
    })
    void pbkdf2GivesTheKeysOfTheRfcs(Digest digest, String password, String salt, int iterations, String key)
            throws Exception {
        Pbkdf2Parameters parameters = new Pbkdf2Parameters(digest, iterations);
        assertEquals(key, hex(get(DERIVATION.pbkdf2(bytes(password), bytes(salt), parameters, key.length() / 2))));
    }

    @ParameterizedTest
    @CsvSource({"SHA1, PBKDF2WithHmacSHA1", "SHA256, PBKDF2WithHmacSHA256", "SHA384, PBKDF2WithHmacSHA384",
        "SHA512, PBKDF2WithHmacSHA512"})
    void pbkdf2GivesTheSameKeysAsTheJdk(Digest digest, String algorithm) throws Exception {
        Random random = new Random(17);
        for (int round = 0; round < 50; round++) {
            String password = "p".repeat(1 + random.nextInt(200)); // Also longer than a block: such keys are hashed.
            byte[] salt = new byte[1 + random.nextInt(200)];
            random.nextBytes(salt);
            int iterations = 1 + random.nextInt(20);
            int length = 1 + random.nextInt(200);
            byte[] expected = SecretKeyFactory.getInstance(algorithm)
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 8 * length))
                    .getEncoded();
            Pbkdf2Parameters parameters = new Pbkdf2Parameters(digest, iterations);
            assertArrayEquals(expected, get(DERIVATION.pbkdf2(bytes(password), salt, parameters, length)));
        }
    }

    /** RFC 7914 section 12. Its fourth vector takes 1 GiB and is left out. */
    @ParameterizedTest
    @CsvSource({
        "'', '', 16, 1, 1, 77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
        "password, NaCl, 1024, 8, 16, fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
        "pleaseletmein, SodiumChloride, 16384, 8, 1, "
                + "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
    })
    void scryptGivesTheKeysOfTheRfc(String password, String salt, int n, int r, int p, String key) throws Exception {
        ScryptParameters parameters = new ScryptParameters(n, r, p);
        assertEquals(key, hex(get(DERIVATION.scrypt(bytes(password), bytes(salt), parameters, 64))));
    }

    /** RFC 9106 section 5. */
    @ParameterizedTest
    @CsvSource({
        "D, 512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
        "I, c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
        "ID, 0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    })
    void argon2GivesTheKeysOfTheRfc(Variant variant, String key) throws Exception {
        Argon2Parameters parameters = new Argon2Parameters(variant, Argon2Parameters.VERSION, 32, 3, 4);
        assertEquals(
                key,
                hex(get(DERIVATION.argon2(
                        filled(32, 1), filled(16, 2), parameters, 32, filled(8, 3), filled(12, 4)))));
    }

    private static String refusal(CompletableFuture<byte[]> key) {
        var failure = assertThrows(ExecutionException.class, () -> get(key));
        return assertInstanceOf(IllegalArgumentException.class, failure.getCause()).getMessage();
    }

    @Test
    void whatWouldTakeMoreMemoryThanAllowedIsRefusedWithTheRemedy() {
        byte[] salt = new byte[16];
        String gibibyte = refusal(DERIVATION.argon2(salt, salt, Argon2Parameters.id(1 << 20, 1, 1), 32));
        assertTrue(gibibyte.contains("takes 1024 MiB of memory, and one derivation may take 256"), gibibyte);
        assertTrue(gibibyte.contains("KeyDerivation.on"), gibibyte);
        refusal(DERIVATION.scrypt(salt, salt, new ScryptParameters(1 << 20, 8, 1), 32));
        refusal(DERIVATION.scrypt(salt, salt, new ScryptParameters(1 << 30, 1 << 29, 1), 32));
        refusal(KeyDerivation.on(CpuPool.shared(), 1 << 20)
                .argon2(salt, salt, Argon2Parameters.DEFAULT, 32));
    }

    @Test
    void whatWouldTakeForEverIsRefused() {
        byte[] salt = new byte[16];
        refusal(DERIVATION.pbkdf2(salt, salt, new Pbkdf2Parameters(Digest.SHA512, Integer.MAX_VALUE), 32));
        refusal(DERIVATION.pbkdf2(salt, salt, new Pbkdf2Parameters(Digest.SHA512, 1 << 20), 1 << 16));
        refusal(DERIVATION.argon2(salt, salt, Argon2Parameters.id(8, Integer.MAX_VALUE, 1), 32));
        refusal(DERIVATION.scrypt(salt, salt, new ScryptParameters(2, 1, 1 << 29), 32));
    }

    @Test
    void keysAndSaltsOfImpossibleLengthAreRefused() {
        byte[] salt = new byte[16];
        refusal(DERIVATION.pbkdf2(salt, salt, new Pbkdf2Parameters(Digest.SHA256, 1), 0));
        refusal(DERIVATION.pbkdf2(salt, salt, new Pbkdf2Parameters(Digest.SHA256, 1), Integer.MAX_VALUE));
        refusal(DERIVATION.argon2(salt, salt, Argon2Parameters.DEFAULT, 3));
        refusal(DERIVATION.argon2(salt, new byte[7], Argon2Parameters.DEFAULT, 32));
    }

    @Test
    void parametersThatTheAlgorithmsDoNotAllowAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Pbkdf2Parameters(Digest.SHA256, 0));
        for (int n : new int[] {Integer.MIN_VALUE, -2, 0, 1, 3, 1000}) {
            assertThrows(IllegalArgumentException.class, () -> new ScryptParameters(n, 8, 1), "N = " + n);
        }
        assertThrows(IllegalArgumentException.class, () -> new ScryptParameters(1 << 16, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ScryptParameters(2, 1 << 15, 1 << 15));
        assertThrows(IllegalArgumentException.class, () -> Argon2Parameters.id(31, 1, 4));
        assertThrows(IllegalArgumentException.class, () -> Argon2Parameters.id(64, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Argon2Parameters(Variant.ID, 0x12, 64, 1, 1));
    }

    @Test
    void theCallersArraysMayBeWipedAtOnceAndAreNotWipedForHim() throws Exception {
        byte[] password = bytes("password");
        byte[] salt = bytes("salt");
        var key = DERIVATION.pbkdf2(password, salt, new Pbkdf2Parameters(Digest.SHA1, 4096), 20);
        assertFalse(Arrays.equals(password, new byte[8]));
        Arrays.fill(password, (byte) 0);
        Arrays.fill(salt, (byte) 0);
        assertEquals("4b007901b765489abead49d926f721d065a429c1", hex(get(key)));
    }
}
