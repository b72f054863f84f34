package millrace.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Whether a certificate is still good, in the words of the one who has issued it (OCSP, RFC 6960): what to ask, and what an
 * answer means. It talks to nobody. Any thread.
 */
public final class SslOcsp {
    private static final int NO_VERIFY = 0x10;
    private static final int TRUST_OTHERS = 0x200;
    private static final int CLOCKS_DIFFER_SECONDS = 300;
    private static final int DAY_SECONDS = 86_400;

    private static final Call NEW_ID = OpenSsl.call("OCSP_cert_to_id");
    private static final Call FREE_ID = OpenSsl.call("OCSP_CERTID_free");
    private static final Call NEW_REQUEST = OpenSsl.call("OCSP_REQUEST_new");
    private static final Call FREE_REQUEST = OpenSsl.call("OCSP_REQUEST_free");
    private static final Call ADD_ID = OpenSsl.call("OCSP_request_add0_id");
    private static final Call ENCODE = OpenSsl.call("i2d_OCSP_REQUEST");
    private static final Call DECODE = OpenSsl.call("d2i_OCSP_RESPONSE");
    private static final Call FREE_RESPONSE = OpenSsl.call("OCSP_RESPONSE_free");
    private static final Call STATUS = OpenSsl.call("OCSP_response_status");
    private static final Call STATUS_TEXT = OpenSsl.call("OCSP_response_status_str");
    private static final Call BASIC = OpenSsl.call("OCSP_response_get1_basic");
    private static final Call FREE_BASIC = OpenSsl.call("OCSP_BASICRESP_free");
    private static final Call VERIFY = OpenSsl.call("OCSP_basic_verify");
    private static final Call FIND = OpenSsl.call("OCSP_resp_find");
    private static final Call SINGLE = OpenSsl.call("OCSP_resp_get0");
    private static final Call SINGLE_STATUS = OpenSsl.call("OCSP_single_get0_status");
    private static final Call CERTIFICATE_STATUS_TEXT = OpenSsl.call("OCSP_cert_status_str");
    private static final Call CHECK_TIMES = OpenSsl.call("OCSP_check_validity");
    private static final Call TIME_DIFFERENCE = OpenSsl.call("ASN1_TIME_diff");
    private static final Call STORE = OpenSsl.call("SSL_CTX_get_cert_store");
    private static final Call NEW_STACK = OpenSsl.call("OPENSSL_sk_new_null");
    private static final Call PUSH = OpenSsl.call("OPENSSL_sk_push");
    private static final Call FREE_STACK = OpenSsl.call("OPENSSL_sk_free");
    private static final Call VALUE = OpenSsl.call("OPENSSL_sk_value");
    private static final Call RESPONDERS = OpenSsl.call("X509_get1_ocsp");
    private static final Call FREE_RESPONDERS = OpenSsl.call("X509_email_free");
    private static final Call IS_ISSUED = OpenSsl.call("X509_check_issued");

    /** What an answer says of a certificate, and when the next answer is there: seconds from now, or −1 for no word of it. */
    public record Answer(int status, long secondsLeft) {
        public static final int GOOD = 0;
        public static final int REVOKED = 1;
        public static final int UNKNOWN = 2;

        /** In the library's words. */
        public String text() {
            return OpenSsl.text(CERTIFICATE_STATUS_TEXT.call(status, 0, 0, 0, 0, 0));
        }
    }

    /** The certificates that one is in, and which of them it is. */
    private record Place(SslObjects all, int index) {
        interface Pair {
            void with(long one, long other);
        }

        void with(Place other, Pair use) {
            all.with(index, mine -> other.all.with(other.index, theirs -> use.with(mine, theirs)));
        }
    }

    private final Place own;
    private final Place issuer;

    /** Whether those beside it may sign for its issuer, who need not have said so. */
    private final int trust;

    private SslOcsp(Place own, Place issuer, int trust) {
        this.own = own;
        this.issuer = issuer;
        this.trust = trust;
    }

    /**
     * About the first of some certificates.
     *
     * @param trusted where its issuer is looked for beside them; may be {@code null}
     * @return {@code null} when the issuer is in neither
     */
    public static SslOcsp of(SslCertificates shown, SslAuthorities trusted) {
        Place own = new Place(shown.objects(), 0);
        for (SslObjects each : Arrays.asList(shown.objects(), trusted == null ? null : trusted.objects())) {
            for (int i = each == shown.objects() ? 1 : 0; each != null && i < each.count(); i++) {
                Place issuer = new Place(each, i);
                boolean[] found = {false};
                issuer.with(own, (other, mine) -> found[0] = IS_ISSUED.callInt(other, mine) == 0);
                if (found[0]) {
                    return new SslOcsp(own, issuer, TRUST_OTHERS);
                }
            }
        }
        return null;
    }

    /**
     * About the certificate that the other side of a connection has shown, and about each that vouches for it; not about the
     * last one, which is trusted as it is.
     *
     * @throws SslException when nobody vouches for it
     */
    public static List<SslOcsp> ofPeer(Ssl connection) throws SslException {
        SslObjects chain = SslPeerChain.of(connection);
        return IntStream.range(1, chain.count())
                .mapToObj(i -> new SslOcsp(new Place(chain, i - 1), new Place(chain, i), 0)).toList();
    }

    /** Who can be asked, as the certificate says: a URL, or {@code null}. */
    public String responder() {
        String[] found = {null};
        own.all.with(own.index, mine -> {
            long all = RESPONDERS.call(mine, 0, 0, 0, 0, 0);
            if (all != 0) {
                found[0] = OpenSsl.text(VALUE.call(all, 0, 0, 0, 0, 0));
                FREE_RESPONDERS.call(all, 0, 0, 0, 0, 0);
            }
        });
        return found[0];
    }

    private long id() {
        long[] id = {0};
        own.with(issuer, (mine, other) -> id[0] = NEW_ID.call(0, mine, other, 0, 0, 0));
        return id[0];
    }

    /** The question, encoded. */
    public byte[] request() throws SslException {
        long request = NEW_REQUEST.call(0, 0, 0, 0, 0, 0);
        try (Arena arena = Arena.ofConfined()) {
            SslContext.check(request != 0 && ADD_ID.call(request, id(), 0, 0, 0, 0) != 0, "OCSP_request_add0_id() failed");
            MemorySegment bytes = arena.allocate(Math.max(0, ENCODE.callInt(request, 0)));
            MemorySegment end = arena.allocateFrom(JAVA_LONG, bytes.address());
            ENCODE.callInt(request, end.address());
            return bytes.toArray(JAVA_BYTE);
        } finally {
            FREE_REQUEST.call(request, 0, 0, 0, 0, 0);
        }
    }

    /**
     * Looks at an answer.
     *
     * @param context who is trusted to sign it
     * @param verify whether that is looked at
     * @throws SslException when it says nothing of the certificate, or cannot be trusted; in nginx's words
     */
    public Answer check(byte[] response, SslContext context, boolean verify) throws SslException {
        OpenSsl.clearErrors();
        long decoded = decode(response);
        try {
            int status = STATUS.callInt(decoded);
            if (status != 0) {
                throw new SslException("OCSP response not successful (" + status + ": "
                        + OpenSsl.text(STATUS_TEXT.call(status, 0, 0, 0, 0, 0)) + ")");
            }
            long basic = BASIC.call(decoded, 0, 0, 0, 0, 0);
            SslContext.check(basic != 0, "OCSP_response_get1_basic() failed");
            try {
                verify(basic, context, verify);
                return status(basic);
            } finally {
                FREE_BASIC.call(basic, 0, 0, 0, 0, 0);
            }
        } finally {
            FREE_RESPONSE.call(decoded, 0, 0, 0, 0, 0);
        }
    }

    /** Fails when something is no answer at all. */
    public static void checkForm(byte[] response, String name) throws SslException {
        OpenSsl.clearErrors();
        try {
            FREE_RESPONSE.call(decode(response), 0, 0, 0, 0, 0);
        } catch (SslException e) {
            throw new SslException("d2i_OCSP_RESPONSE_bio(\"" + name + "\") failed" + e.getMessage().replaceFirst("^[^ ]+ failed", ""));
        }
    }

    private static long decode(byte[] response) throws SslException {
        try (Arena arena = Arena.ofConfined()) {
            long from = arena.allocateFrom(JAVA_LONG, arena.allocateFrom(JAVA_BYTE, response).address()).address();
            long decoded = DECODE.call(0, from, response.length, 0, 0, 0);
            SslContext.check(decoded != 0, "d2i_OCSP_RESPONSE() failed");
            return decoded;
        }
    }

    private void verify(long basic, SslContext context, boolean verify) throws SslException {
        context.enter();
        long chain = NEW_STACK.call(0, 0, 0, 0, 0, 0);
        for (int i = 1; i < own.all.count(); i++) {
            own.all.with(i, each -> PUSH.callInt(chain, each));
        }
        long store = STORE.call(context.address(), 0, 0, 0, 0, 0);
        int good = VERIFY.callInt(basic, chain, store, verify ? trust : NO_VERIFY);
        FREE_STACK.call(chain, 0, 0, 0, 0, 0);
        context.leave();
        SslContext.check(good == 1, "OCSP_basic_verify() failed");
    }

    private Answer status(long basic) throws SslException {
        long id = id();
        int index = FIND.callPlain(basic, id, -1, 0, 0, 0);
        FREE_ID.call(id, 0, 0, 0, 0, 0);
        if (index < 0) {
            OpenSsl.clearErrors();
            throw new SslException("certificate status not found in the OCSP response");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(JAVA_LONG, 3);
            long single = SINGLE.call(basic, index, 0, 0, 0, 0);
            int status = SINGLE_STATUS.callPlain(single, 0, times.address(), times.address() + 8, times.address() + 16, 0);
            SslContext.check(status >= 0, "OCSP_single_get0_status() failed");
            long begins = times.getAtIndex(JAVA_LONG, 1);
            long ends = times.getAtIndex(JAVA_LONG, 2);
            SslContext.check(CHECK_TIMES.callInt(begins, ends, CLOCKS_DIFFER_SECONDS, -1) == 1, "OCSP_check_validity() failed");
            return new Answer(status, ends == 0 ? -1 : secondsUntil(ends, arena));
        }
    }

    private static long secondsUntil(long time, Arena arena) throws SslException {
        MemorySegment parts = arena.allocate(JAVA_INT, 2);
        SslContext.check(TIME_DIFFERENCE.callInt(parts.address(), parts.address() + 4, 0, time) == 1, "ASN1_TIME_diff() failed");
        return Math.max(0, parts.getAtIndex(JAVA_INT, 0) * (long) DAY_SECONDS + parts.getAtIndex(JAVA_INT, 1));
    }
}
