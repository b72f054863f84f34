package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;

/**
 * The functions that OpenSSL calls during a handshake. They all have one shape, six words in and one out, as functions
 * that we call have ({@link Call}); what lies in words beyond their arguments means nothing. Nothing may be thrown out
 * of them: that would end the process.
 */
@SuppressWarnings("restricted")
final class SslUpcalls {
    private static final int SERVER_NAME_EXTENSION = 0;
    private static final int ALERT_UNRECOGNIZED_NAME = 112;
    private static final int HELLO_GOOD = 1;
    private static final int HELLO_REFUSED = 0;
    private static final int CERTIFICATE_GOOD = 1;
    private static final int CERTIFICATE_REFUSED = 0;
    private static final int STATUS_ANSWER = 71;
    private static final int STATUS_GIVEN = 0;
    private static final int STATUS_NONE = 3;
    private static final int ALPN_CHOSEN = 0;
    private static final int ALPN_REFUSED = 2;
    private static final int ALPN_SILENT = 3;

    private static final Call MALLOC = OpenSsl.call("CRYPTO_malloc");
    private static final Call CONTROL = OpenSsl.call("SSL_ctrl");
    private static final Call HELLO_EXTENSION = OpenSsl.call("SSL_client_hello_get0_ext");

    /** {@code SSL_CTX_set_client_hello_cb(3ssl)}. */
    static final long CLIENT_HELLO = stub(MethodHandles.lookup(), "clientHello");

    /** {@code SSL_CTX_set_alpn_select_cb(3ssl)}. */
    static final long PROTOCOLS = stub(MethodHandles.lookup(), "protocols");

    /** {@code SSL_CTX_set_cert_cb(3ssl)}. */
    static final long CERTIFICATE = stub(MethodHandles.lookup(), "certificate");

    /** {@code SSL_CTX_set_tlsext_status_cb(3ssl)}. */
    static final long STATUS = stub(MethodHandles.lookup(), "status");

    /** {@code SSL_CTX_set_verify(3ssl)}. */
    static final long VERIFIED = stub(MethodHandles.lookup(), "verified");

    private SslUpcalls() {}

    /** A function of C that leads to a method of the looking class. It is there for ever. */
    static long stub(MethodHandles.Lookup lookup, String method) {
        try {
            MethodType six = MethodType.methodType(
                    long.class, long.class, long.class, long.class, long.class, long.class, long.class);
            return Linker.nativeLinker()
                    .upcallStub(
                            lookup.findStatic(lookup.lookupClass(), method, six),
                            FunctionDescriptor.of(
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                            Arena.global())
                    .address();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no method " + method, e);
        }
    }

    private static long clientHello(long ssl, long alert, long argument, long d, long e, long f) {
        Ssl connection = Ssl.shakingHands();
        try {
            SslContext chosen = connection.negotiation().choose(connection, serverName(ssl));
            if (chosen != null) {
                connection.context(chosen);
                return HELLO_GOOD;
            }
        } catch (Throwable t) {
            failed(connection, t);
        }
        at(alert, JAVA_INT.byteSize()).set(JAVA_INT, 0, ALERT_UNRECOGNIZED_NAME);
        return HELLO_REFUSED;
    }

    private static long certificate(long ssl, long argument, long c, long d, long e, long f) {
        Ssl connection = Ssl.shakingHands();
        try {
            connection.negotiation().certify(connection);
            return CERTIFICATE_GOOD;
        } catch (Throwable t) {
            failed(connection, t);
            return CERTIFICATE_REFUSED;
        }
    }

    /** What is answered belongs to the library, which frees it. */
    private static long status(long ssl, long argument, long c, long d, long e, long f) {
        Ssl connection = Ssl.shakingHands();
        try {
            byte[] answer = connection.negotiation().staple(connection);
            if (answer != null) {
                long copy = MALLOC.call(answer.length, 0, 0, 0, 0, 0);
                at(copy, answer.length).copyFrom(MemorySegment.ofArray(answer));
                CONTROL.call(ssl, STATUS_ANSWER, answer.length, copy, 0, 0);
                return STATUS_GIVEN;
            }
        } catch (Throwable t) {
            failed(connection, t); // A client that hears nothing goes on.
        }
        return STATUS_NONE;
    }

    /** RFC 6066 section 3: a list with at most one name of each type, and only type 0 is defined. */
    private static String serverName(long ssl) {
        MemorySegment scratch = Call.scratch();
        long list = scratch.address();
        if (HELLO_EXTENSION.callInt(ssl, SERVER_NAME_EXTENSION, list, list + Long.BYTES) != 1) {
            return null;
        }
        byte[] b = bytes(scratch.get(JAVA_LONG, 0), scratch.get(JAVA_LONG, Long.BYTES));
        int length = b.length < 5 || b[2] != 0 ? 0 : (b[3] & 0xff) << 8 | b[4] & 0xff;
        return length == 0 || length > b.length - 5 ? null : new String(b, 5, length, StandardCharsets.ISO_8859_1);
    }

    private static long protocols(long ssl, long out, long outLength, long in, long inLength, long argument) {
        Ssl connection = Ssl.shakingHands();
        try {
            byte[] offered = bytes(in, (int) inLength);
            int chosen = connection.negotiation().protocol(connection, offered);
            if (chosen >= 0) {
                at(out, Long.BYTES).set(JAVA_LONG, 0, in + chosen + 1);
                at(outLength, 1).set(JAVA_BYTE, 0, offered[chosen]);
                return ALPN_CHOSEN;
            }
            return chosen == -1 ? ALPN_SILENT : ALPN_REFUSED;
        } catch (Throwable t) {
            failed(connection, t);
            return ALPN_REFUSED;
        }
    }

    static void failed(Ssl connection, Throwable t) {
        if (connection != null) { // Else nothing of ours has asked for a handshake, and refusing it is answer enough.
            connection.failed(t);
        }
    }

    /** Whatever is wrong with a certificate: the handshake goes on, and who wants to know asks later. */
    private static long verified(long good, long store, long c, long d, long e, long f) {
        return 1;
    }

    private static byte[] bytes(long address, long length) {
        return at(address, length).toArray(JAVA_BYTE);
    }

    static MemorySegment at(long address, long length) {
        return MemorySegment.ofAddress(address).reinterpret(length);
    }
}
