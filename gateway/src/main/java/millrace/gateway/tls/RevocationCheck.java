package millrace.gateway.tls;

import java.util.List;
import millrace.gateway.exchange.ClientFacts;
import millrace.gateway.exchange.GatewayLoop;
import millrace.os.Ssl;
import millrace.os.SslException;
import millrace.os.SslOcsp;

/** Asks about one client's certificate, and those that vouch for it, one after the other. On the client's loop. */
final class RevocationCheck {
    private static final String FAILED = "certificate status request failed";

    /** How long an answer counts that does not say so. */
    private static final long USUAL_SECONDS = 3600;

    private final Revocation rules;
    private final GatewayLoop loop;
    private final ClientFacts client;
    private final Runnable then;
    private List<SslOcsp> questions;
    private int at;
    private byte[] question;

    RevocationCheck(Revocation rules, GatewayLoop loop, ClientFacts client, Runnable then) {
        this.rules = rules;
        this.loop = loop;
        this.client = client;
        this.then = then;
    }

    void begin(Ssl done) {
        try {
            List<SslOcsp> all = SslOcsp.ofPeer(done);
            questions = rules.onlyFirst() && !all.isEmpty() ? all.subList(0, 1) : all;
            next();
        } catch (SslException e) {
            failed(e.getMessage());
        }
    }

    /** Goes on until somebody has to be asked, or all is known. */
    private void next() throws SslException {
        for (; at < questions.size(); at++) {
            question = questions.get(at).request();
            int known = rules.cache().find(question, Revocation.CLOCK.getAsLong());
            if (known < 0) {
                askSomebody();
                return;
            }
            if (known != SslOcsp.Answer.GOOD) {
                end(words(known));
                return;
            }
        }
        end(null);
    }

    private void askSomebody() {
        String url = rules.responder() == null ? questions.get(at).responder() : null;
        StringBuilder complaint = new StringBuilder("no OCSP responder URL in the certificate");
        Responder asked = rules.responder();
        if (url != null) {
            complaint.setLength(0);
            asked = Responder.parse(url, rules.resolver(), false, complaint);
        }
        if (asked == null) {
            failed(complaint.toString());
        } else {
            OcspFetch.begin(loop, asked, question, this::received);
        }
    }

    private void received(byte[] response, String wrong) {
        if (wrong != null) {
            failed(wrong);
            return;
        }
        try {
            SslOcsp.Answer said = questions.get(at).check(response, rules.context(), true);
            long left = said.secondsLeft() < 0 ? USUAL_SECONDS : said.secondsLeft();
            rules.cache().put(question, said.status(), Revocation.CLOCK.getAsLong() + left);
            if (said.status() == SslOcsp.Answer.GOOD) {
                at++;
                next();
            } else {
                end(words(said.status()));
            }
        } catch (SslException e) {
            failed(e.getMessage());
        }
    }

    private static String words(int status) {
        return status == SslOcsp.Answer.REVOKED ? "certificate revoked" : "certificate status unknown";
    }

    private void failed(String why) {
        rules.complain(client, why);
        end(FAILED);
    }

    private void end(String trouble) {
        rules.found(client, trouble);
        then.run();
    }
}
