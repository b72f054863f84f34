package millrace.gateway.tls;

import java.util.concurrent.atomic.AtomicBoolean;
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
 * all loops: one at a time asks.
 */
final class Staple {
    private static final long SOON_SECONDS = 300;
    private static final long LATE_SECONDS = 3600;

    private record Answer(byte[] response, long endsSeconds) {}

    private final SslCertificates certificates;
    private final SslOcsp ocsp;
    private final Responder responder;
    private final SslContext context;
    private final boolean verifies;
    private final ErrorLog log;
    private final String name;
    private final LongSupplier seconds;
    private final AtomicBoolean asks = new AtomicBoolean();
    private volatile Answer answer;
    private volatile long renewSeconds = Long.MIN_VALUE;

    /** One that stays as it is: of a file. */
    Staple(SslCertificates certificates, byte[] response) {
        this(certificates, null, null, null, false, null, null, () -> 0);
        answer = new Answer(response, Long.MAX_VALUE);
        renewSeconds = Long.MAX_VALUE;
    }

    /**
     * @param name of the certificate
     * @param seconds a clock
     */
    Staple(SslCertificates certificates, SslOcsp ocsp, Responder responder, SslContext context, boolean verifies, ErrorLog log,
            String name, LongSupplier seconds) {
        this.certificates = certificates;
        this.ocsp = ocsp;
        this.responder = responder;
        this.context = context;
        this.verifies = verifies;
        this.log = log;
        this.name = name;
        this.seconds = seconds;
    }

    SslCertificates certificates() {
        return certificates;
    }

    /** What there is to tell, or {@code null}; has it renewed if it is time. */
    byte[] answer(GatewayLoop loop) {
        long now = seconds.getAsLong();
        Answer known = answer;
        if (now >= renewSeconds && asks.compareAndSet(false, true)) {
            renew(loop);
        }
        return known != null && now <= known.endsSeconds ? known.response : null;
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
        renewSeconds = now + SOON_SECONDS;
        if (wrong == null) {
            try {
                long left = ocsp.check(response, context, verifies).secondsLeft();
                answer = new Answer(response, left < 0 ? Long.MAX_VALUE : now + left);
                renewSeconds = now + (left < 0 ? LATE_SECONDS : Math.clamp(left - SOON_SECONDS, SOON_SECONDS, LATE_SECONDS));
            } catch (SslException e) {
                complain(e.getMessage());
            }
        } else {
            complain(wrong);
        }
        asks.set(false);
    }

    private void complain(String wrong) {
        log.log(Level.ERROR, wrong + " while requesting certificate status, responder: " + responder.host() + ", certificate: \""
                + name + '"');
    }
}
