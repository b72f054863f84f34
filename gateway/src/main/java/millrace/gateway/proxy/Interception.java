package millrace.gateway.proxy;

import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Fields;
import millrace.http.codec.ResponseHead;

/** {@code proxy_intercept_errors}: the status of an answer is answered by a page of the configuration's. */
final class Interception {
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final int LEAST_STATUS = 300;

    private Interception() {}

    /** Whether the answer is one of these, and the request has gone on so. */
    static boolean take(UpstreamRequest request, ProxySettings settings, ResponseHead head) {
        Exchange x = request.exchange();
        int status = head.status();
        if (!settings.interceptErrors || status < LEAST_STATUS || !x.run().hasErrorPage(status)) {
            return false;
        }
        x.reply().reset();
        // What the client needs to answer a challenge goes with the page.
        Fields fields = head.fields();
        for (int i = fields.indexOf(CHALLENGE, 0); i >= 0; i = fields.indexOf(CHALLENGE, i + 1)) {
            x.reply().headers().add(CHALLENGE, fields.value(i));
        }
        request.finish(status);
        return true;
    }
}
