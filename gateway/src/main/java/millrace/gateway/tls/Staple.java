package millrace.gateway.tls;

import java.util.function.LongSupplier;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.Level;
import millrace.os.SslCertificates;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslOcsp;

/**
 * What clients are told of whether a certificate is still good ({@code ssl_stapling}). The first handshake that wants to
 * hear it goes without, and has the responder asked; afterwards the answer is renewed before its time is over. Shared by
 * all loops.
 */
final class Staple {
    private static final long SOON_SECONDS = 300;
    private static final long LATE_SECONDS = 3600;

    private final SslCertificates certificates;
    private final SslOcsp ocsp;
    private final Responder responder;
    private final SslContext context;
    private final boolean verifies;
    private final ErrorLog log;
    private final String name;
    private final LongSupplier seconds;
    private final StapledAnswer answer;

    /** One that stays as it is: of a file. */
    Staple(SslCertificates certificates, byte[] response) {
        this(certificates, null, null, null, false, null, null, () -> 0, new StapledAnswer());
        answer.put(response, Long.MAX_VALUE);
        answer.asked(Long.MAX_VALUE);
    }

    /**
     * @param name of the certificate
     * @param seconds a clock
     * @param answer what is known
     */
    Staple(SslCertificates certificates, SslOcsp ocsp, Responder responder, SslContext context, boolean verifies, ErrorLog log,
            String name, LongSupplier seconds, StapledAnswer answer) {
        this.certificates = certificates;
        this.ocsp = ocsp;
        this.responder = responder;
        this.context = context;
        this.verifies = verifies;
        this.log = log;
        this.name = name;
        this.seconds = seconds;
        this.answer = answer;
    }

    SslCertificates certificates() {
        return certificates;
    }

    /** What there is to tell, or {@code null}; has it renewed if it is time. */
    byte[] answer(GatewayLoop loop) {
        long now = seconds.getAsLong();
        if (answer.isToAsk(now)) {
            renew(loop);
        }
        return answer.response(now);
    }

    private void renew(GatewayLoop loop) {
        try {
            OcspFetch.begin(loop, responder, ocsp.request(), this::received);
        } catch (SslException e) {
            received(null, e.getMessage());
        }
    }

    private void received(byte[] response, String wrong) {
        long now = seconds.getAsLong();
        long again = now + SOON_SECONDS;
        try {
            if (wrong != null) {
                complain(wrong);
                return;
            }
            SslOcsp.Answer said = ocsp.check(response, context, verifies);
            if (said.status() != SslOcsp.Answer.GOOD) {
                complain("certificate status \"" + said.text() + "\" in the OCSP response");
                return;
            }
            long left = said.secondsLeft();
            answer.put(response, left < 0 ? Long.MAX_VALUE : now + left);
            again = now + (left < 0 ? LATE_SECONDS : Math.clamp(left - SOON_SECONDS, SOON_SECONDS, LATE_SECONDS));
        } catch (SslException e) {
            complain(e.getMessage());
        } finally {
            answer.asked(again);
        }
    }

    private void complain(String wrong) {
        log.log(Level.ERROR, wrong + " while requesting certificate status, responder: " + responder.host() + ", certificate: \""
                + name + '"');
    }
}
