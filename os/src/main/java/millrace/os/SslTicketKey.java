package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * A key that tickets are encrypted with: AES in CBC mode, authenticated by HMAC of SHA-256, under a name of 16 bytes that
 * stands at the beginning of each ticket. Immutable; any thread.
 *
 * <p>Source: {@code SSL_CTX_set_tlsext_ticket_key_evp_cb(3ssl)}; how keys of 48 and 80 bytes are divided is nginx's.
 */
public final class SslTicketKey {
    public static final int SHORT = 48;
    public static final int LONG = 80;
    static final int NAME = 16;

    /** {@code sizeof(OSSL_PARAM)}, and where its members are: {@code OSSL_PARAM(3)}. */
    private static final int PARAM = 40;

    private static final int TEXT = 4;
    private static final int OCTETS = 5;

    // Looked up once: what EVP_aes_256_cbc() answers is looked up again by name for each ticket.
    private static final long AES_128 = cipher("AES-128-CBC");
    private static final long AES_256 = cipher("AES-256-CBC");
    private static final Call ENCRYPT = OpenSsl.call("EVP_EncryptInit_ex");
    private static final Call DECRYPT = OpenSsl.call("EVP_DecryptInit_ex");
    private static final Call MAC_PARAMS = OpenSsl.call("EVP_MAC_CTX_set_params");
    private static final Call RANDOM = OpenSsl.call("RAND_bytes");

    private final Arena arena = Arena.ofAuto();
    private final byte[] name;
    private final long cipher;
    private final MemorySegment key;
    private final MemorySegment params;

    private SslTicketKey(byte[] all) {
        boolean small = all.length == SHORT;
        int half = (all.length - NAME) / 2;
        name = Arrays.copyOf(all, NAME);
        cipher = small ? AES_128 : AES_256;
        key = arena.allocateFrom(JAVA_BYTE, Arrays.copyOfRange(all, small ? NAME : NAME + half, small ? NAME + half : all.length));
        byte[] mac = Arrays.copyOfRange(all, small ? NAME + half : NAME, small ? all.length : NAME + half);
        params = arena.allocate(3 * PARAM, Long.BYTES);
        param(0, "digest", TEXT, arena.allocateFrom("SHA256"), "SHA256".length());
        param(PARAM, "key", OCTETS, arena.allocateFrom(JAVA_BYTE, mac), mac.length);
    }

    private static long cipher(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return OpenSsl.call("EVP_CIPHER_fetch").call(0, arena.allocateFrom(name).address(), 0, 0, 0, 0);
        }
    }

    private void param(int at, String what, int type, MemorySegment value, long length) {
        params.set(JAVA_LONG, at, arena.allocateFrom(what).address());
        params.set(JAVA_INT, at + 8, type);
        params.set(JAVA_LONG, at + 16, value.address());
        params.set(JAVA_LONG, at + 24, length);
    }

    /**
     * @param all the name and two keys, {@link #SHORT} or {@link #LONG} bytes
     * @throws IllegalArgumentException when it is as long as neither
     */
    public static SslTicketKey of(byte[] all) {
        if (all.length != SHORT && all.length != LONG) {
            throw new IllegalArgumentException(all.length + " bytes are no key");
        }
        return new SslTicketKey(all);
    }

    byte[] name() {
        return name;
    }

    /** Prepares the contexts for a ticket to be made, or to be read; whether that was possible. */
    boolean begin(boolean make, long vector, long cipherContext, long macContext) {
        boolean good = (!make || RANDOM.callInt(vector, NAME) == 1)
                && (make ? ENCRYPT : DECRYPT).callInt(cipherContext, cipher, 0, key.address(), vector, 0) == 1
                && MAC_PARAMS.callInt(macContext, params.address()) == 1;
        Reference.reachabilityFence(this);
        return good;
    }
}
