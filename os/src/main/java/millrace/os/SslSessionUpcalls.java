package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;

/**
 * What OpenSSL calls to make and read tickets and to keep and find sessions, by {@link SslSessions}. As in {@link SslUpcalls},
 * nothing may be thrown out of these functions: what fails costs the client a whole handshake, and no more.
 */
@SuppressWarnings("restricted")
final class SslSessionUpcalls {
    private static final int FAILED = -1;
    private static final int UNKNOWN = 0;
    private static final int GOOD = 1;
    private static final int GOOD_BUT_OLD = 2;
    private static final int TLS_1_3 = 0x304;

    private static final Call VERSION = OpenSsl.call("SSL_version");
    private static final Call OPTIONS = OpenSsl.call("SSL_get_options");
    private static final Call ID = OpenSsl.call("SSL_SESSION_get_id");
    private static final Call ENCODE = OpenSsl.call("i2d_SSL_SESSION");
    private static final Call DECODE = OpenSsl.call("d2i_SSL_SESSION");

    /** {@code SSL_CTX_set_tlsext_ticket_key_evp_cb(3ssl)}. */
    static final long TICKET = SslUpcalls.stub(MethodHandles.lookup(), "ticket");

    /** {@code SSL_CTX_sess_set_new_cb(3ssl)}. */
    static final long MADE = SslUpcalls.stub(MethodHandles.lookup(), "made");

    /** {@code SSL_CTX_sess_set_get_cb(3ssl)}. */
    static final long WANTED = SslUpcalls.stub(MethodHandles.lookup(), "wanted");

    private SslSessionUpcalls() {}

    private static SslSessions sessions() {
        return Ssl.shakingHands().sessionContext().sessions();
    }

    private static long ticket(long ssl, long name, long vector, long cipher, long mac, long makes) {
        try {
            List<SslTicketKey> keys = sessions().ticketKeys();
            if ((int) makes == 1) {
                SslTicketKey first = keys.getFirst();
                SslUpcalls.at(name, SslTicketKey.NAME).copyFrom(MemorySegment.ofArray(first.name()));
                return first.begin(true, vector, cipher, mac) ? GOOD : FAILED;
            }
            byte[] wanted = OpenSsl.bytes(name, SslTicketKey.NAME);
            for (int i = 0; i < keys.size(); i++) {
                if (Arrays.equals(keys.get(i).name(), wanted)) {
                    return !keys.get(i).begin(false, vector, cipher, mac) ? FAILED : i == 0 && !isSpent(ssl) ? GOOD : GOOD_BUT_OLD;
                }
            }
            return UNKNOWN;
        } catch (Throwable t) {
            SslUpcalls.failed(Ssl.shakingHands(), t);
            return FAILED;
        }
    }

    /** In TLS 1.3 clients use each ticket once (RFC 8446 appendix C.4): without another one, that would be the end of it. */
    private static boolean isSpent(long ssl) {
        return VERSION.callInt(ssl) == TLS_1_3;
    }

    /** A whole handshake has made a session. Those of tickets are kept by the client. */
    private static long made(long ssl, long session, long c, long d, long e, long f) {
        try {
            boolean byTicket = VERSION.callInt(ssl) == TLS_1_3
                    && (OPTIONS.call(ssl, 0, 0, 0, 0, 0) & SslContext.NO_TICKET) == 0;
            byte[] id = byTicket ? new byte[0] : id(session);
            if (id.length > 0) {
                sessions().keep(id, encoded(session));
            }
        } catch (Throwable t) {
            SslUpcalls.failed(Ssl.shakingHands(), t);
        }
        return 0; // The session itself stays the library's.
    }

    private static byte[] id(long session) {
        MemorySegment length = Call.scratch();
        long id = ID.call(session, length.address(), 0, 0, 0, 0);
        return OpenSsl.bytes(id, length.get(JAVA_INT, 0));
    }

    private static byte[] encoded(long session) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(0, ENCODE.callInt(session, 0)));
            MemorySegment end = arena.allocateFrom(JAVA_LONG, bytes.address());
            ENCODE.callInt(session, end.address());
            return bytes.toArray(JAVA_BYTE);
        }
    }

    /** What is answered belongs to the library. */
    private static long wanted(long ssl, long id, long length, long copy, long e, long f) {
        try {
            SslUpcalls.at(copy, JAVA_INT.byteSize()).set(JAVA_INT, 0, 0);
            byte[] session = sessions().find(OpenSsl.bytes(id, (int) length));
            if (session == null) {
                return 0;
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment from = arena.allocateFrom(ADDRESS, arena.allocateFrom(JAVA_BYTE, session));
                return DECODE.call(0, from.address(), session.length, 0, 0, 0);
            }
        } catch (Throwable t) {
            SslUpcalls.failed(Ssl.shakingHands(), t);
            return 0;
        }
    }
}
