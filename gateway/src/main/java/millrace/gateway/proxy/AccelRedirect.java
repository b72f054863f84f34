package millrace.gateway.proxy;

import java.util.List;
import millrace.gateway.content.UpstreamWishes;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Phase;
import millrace.gateway.log.Level;
import millrace.gateway.route.Jump;
import millrace.http.codec.Fields;
import millrace.http.codec.ResponseHead;

/** {@code X-Accel-Redirect}: the upstream leaves the answer to another location of the gateway. */
final class AccelRedirect {
    /** What of the upstream's answer is the client's all the same. */
    private static final List<String> KEPT = List.of("Content-Type", "Set-Cookie", "Content-Disposition", "Cache-Control",
            "Expires", "Accept-Ranges");

    private AccelRedirect() {}

    /** Whether the answer asks for it, and the request has gone there. */
    static boolean follow(UpstreamRequest request, ProxySettings settings, ResponseHead head) {
        Fields fields = head.fields();
        int line = fields.indexOf(Accel.X_ACCEL_REDIRECT.field, 0);
        if (line < 0 || !settings.heeds(Accel.X_ACCEL_REDIRECT)) {
            return false;
        }
        Exchange x = request.exchange();
        x.reply().reset();
        int rate = fields.indexOf(Accel.X_ACCEL_LIMIT_RATE.field, 0);
        if (rate >= 0 && settings.heeds(Accel.X_ACCEL_LIMIT_RATE)) {
            UpstreamWishes.limitRate(x, fields.value(rate));
        }
        HeaderList headers = x.reply().headers();
        for (int i = 0; i < fields.count(); i++) {
            for (String name : KEPT) {
                if (fields.name(i).equalsIgnoreCase(name)) {
                    headers.add(fields.name(i), fields.value(i));
                }
            }
        }
        String target = fields.value(line);
        request.leave();
        if (!x.method().equals("HEAD")) {
            x.method("GET");
        }
        go(x, target);
        return true;
    }

    private static void go(Exchange x, String target) {
        if (target.startsWith("@")) {
            int answer = Jump.to(x, target);
            if (answer != Phase.DONE) {
                x.finish(answer);
            }
            return;
        }
        UnsafeUri uri = UnsafeUri.of(target);
        if (uri == null) {
            x.log(Level.ERROR, "unsafe URI \"" + target + "\" was detected");
            x.finish(404);
        } else {
            x.redirect(uri.path(), uri.args());
        }
    }
}
