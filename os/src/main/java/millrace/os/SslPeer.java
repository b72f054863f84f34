package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The certificate that the other side has shown, and what was found when it was verified.
 *
 * @param verdict 0 if it is good, else a number of {@code X509_STORE_CTX_get_error(3ssl)}
 * @param der the certificate itself, encoded
 * @param subject whose it is, as RFC 2253 writes names
 * @param issuer who vouches for it
 * @param subjectLine the same with slashes: {@code /CN=name}
 */
public record SslPeer(int verdict, byte[] der, String subject, String issuer, String subjectLine, String issuerLine) {
    private static final int RFC_2253 = 0x1110317;
    private static final int BIO_POINTER = 3;

    private static final Call FREE = OpenSsl.call("X509_free");
    private static final Call DER = OpenSsl.call("i2d_X509");
    private static final Call SUBJECT = OpenSsl.call("X509_get_subject_name");
    private static final Call ISSUER = OpenSsl.call("X509_get_issuer_name");
    private static final Call LINE = OpenSsl.call("X509_NAME_oneline");
    private static final Call PRINT = OpenSsl.call("X509_NAME_print_ex");
    private static final Call CHECK_HOST = OpenSsl.call("X509_check_host");
    private static final Call CHECK_ADDRESS = OpenSsl.call("X509_check_ip_asc");
    private static final Call PARSE = OpenSsl.call("d2i_X509");
    private static final Call VERDICT = OpenSsl.call("X509_verify_cert_error_string");
    private static final Call MEMORY_BIO = OpenSsl.call("BIO_s_mem");
    private static final Call NEW_BIO = OpenSsl.call("BIO_new");
    private static final Call FREE_BIO = OpenSsl.call("BIO_free");
    private static final Call BIO_CONTROL = OpenSsl.call("BIO_ctrl");

    /** Reads a certificate, and frees it. */
    static SslPeer take(long certificate, long verdict) {
        try (Arena arena = Arena.ofConfined()) {
            int length = DER.callInt(certificate, 0);
            MemorySegment der = arena.allocate(length);
            MemorySegment end = arena.allocate(JAVA_LONG);
            end.set(JAVA_LONG, 0, der.address());
            DER.callInt(certificate, end.address());
            long subject = SUBJECT.call(certificate, 0, 0, 0, 0, 0);
            long issuer = ISSUER.call(certificate, 0, 0, 0, 0, 0);
            return new SslPeer((int) verdict, der.toArray(JAVA_BYTE), name(subject), name(issuer),
                    line(subject, arena), line(issuer, arena));
        } finally {
            FREE.call(certificate, 0, 0, 0, 0, 0);
        }
    }

    private static String name(long name) {
        long bio = NEW_BIO.call(MEMORY_BIO.call(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0);
        try {
            PRINT.callInt(bio, name, 0, RFC_2253);
            MemorySegment text = Call.scratch();
            long length = BIO_CONTROL.call(bio, BIO_POINTER, 0, text.address(), 0, 0);
            return new String(OpenSsl.bytes(text.get(JAVA_LONG, 0), length), StandardCharsets.UTF_8);
        } finally {
            FREE_BIO.call(bio, 0, 0, 0, 0, 0);
        }
    }

    private static String line(long name, Arena arena) {
        int most = 8192;
        return OpenSsl.text(LINE.call(name, arena.allocate(most).address(), most, 0, 0, 0));
    }

    /** The verdict in the library's words. */
    public String verdictText() {
        return OpenSsl.text(VERDICT.call(verdict, 0, 0, 0, 0, 0));
    }

    /** Whether it is the certificate of a host (RFC 9525), by name or by address. */
    public boolean isFor(String host) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(JAVA_LONG);
            from.set(JAVA_LONG, 0, arena.allocateFrom(JAVA_BYTE, der).address());
            long certificate = PARSE.call(0, from.address(), der.length, 0, 0, 0);
            long text = CStrings.string(arena, host).address();
            boolean named = CHECK_HOST.callInt(certificate, text, 0, 0) == 1;
            boolean found = named || CHECK_ADDRESS.callInt(certificate, text, 0) == 1;
            FREE.call(certificate, 0, 0, 0, 0, 0);
            OpenSsl.clearErrors();
            return found;
        }
    }
}
