package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;

/**
 * Reads keys from what OpenSSL calls a store: files, and whatever its providers know, such as {@code pkcs11:}.
 *
 * <p>Source: {@code OSSL_STORE_open(3ssl)}, {@code UI_UTIL_wrap_read_pem_callback(3ssl)}.
 */
final class SslStore {
    /** {@code OSSL_STORE_INFO_PKEY}. */
    private static final int KEY = 4;

    private static final Call OPEN = OpenSsl.call("OSSL_STORE_open");
    private static final Call EXPECT = OpenSsl.call("OSSL_STORE_expect");
    private static final Call LOAD = OpenSsl.call("OSSL_STORE_load");
    private static final Call AT_END = OpenSsl.call("OSSL_STORE_eof");
    private static final Call CLOSE = OpenSsl.call("OSSL_STORE_close");
    private static final Call TYPE = OpenSsl.call("OSSL_STORE_INFO_get_type");
    private static final Call TAKE = OpenSsl.call("OSSL_STORE_INFO_get1_PKEY");
    private static final Call FREE = OpenSsl.call("OSSL_STORE_INFO_free");
    private static final Call WRAP = OpenSsl.call("UI_UTIL_wrap_read_pem_callback");

    /** Who is asked for a password: the answer is where the question's last word points to. It is there for ever. */
    private static final long ASKED = WRAP.call(SslUpcalls.stub(MethodHandles.lookup(), "password"), 0, 0, 0, 0, 0);

    private SslStore() {}

    /** The first key: it is the caller's; 0 for none, and the thread's errors say why. */
    static long key(String uri, String password) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(password, StandardCharsets.ISO_8859_1).address();
            long store = OPEN.call(CStrings.string(arena, uri).address(), ASKED, text, 0, 0, 0);
            if (store == 0) {
                return 0;
            }
            EXPECT.callInt(store, KEY);
            long key = 0;
            while (key == 0 && AT_END.callInt(store) == 0) {
                key = take(LOAD.call(store, 0, 0, 0, 0, 0));
            }
            CLOSE.callInt(store);
            return key;
        }
    }

    private static long take(long found) {
        if (found == 0) {
            return 0; // Something that could not be read: what follows may be.
        }
        long key = TYPE.callInt(found) == KEY ? TAKE.call(found, 0, 0, 0, 0, 0) : 0;
        FREE.call(found, 0, 0, 0, 0, 0);
        return key;
    }

    /** {@code pem_password_cb}: as nothing may be thrown, a password that is too long is none. */
    private static long password(long to, long size, long writes, long text, long e, long f) {
        byte[] password = OpenSsl.text(text).getBytes(StandardCharsets.ISO_8859_1);
        if (password.length > (int) size) {
            return -1;
        }
        MemorySegment.copy(password, 0, SslUpcalls.at(to, password.length), JAVA_BYTE, 0, password.length);
        return password.length;
    }
}
