package millrace.gateway.proxy;

import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.variable.Template;
import millrace.http.codec.Fields;
import millrace.http.codec.ResponseHead;

/** {@code 103 Early Hints} of an upstream on their way to a client that is known to understand them (RFC 8297). */
final class EarlyHints {
    static final int STATUS = 103;

    private EarlyHints() {}

    static void pass(Exchange x, ProxySettings settings, ResponseHead head) {
        if (x.parent() != null || !areWelcome(x, settings.earlyHints)) {
            return;
        }
        HeaderList lines = new HeaderList();
        Fields fields = head.fields();
        for (int i = 0; i < fields.count(); i++) {
            int number = settings.fields.number(fields.buffer(), fields.nameStart(i), fields.nameEnd(i));
            if (number == NameSet.NONE || !settings.fields.isKept(number)) {
                lines.add(fields.buffer(), fields.nameStart(i), fields.nameEnd(i), fields.valueStart(i), fields.valueEnd(i));
            }
        }
        x.reply().interim(STATUS, lines);
    }

    private static boolean areWelcome(Exchange x, List<Template> conditions) {
        for (Template each : conditions) {
            String value = each.text(x);
            if (value.isEmpty() || value.equals("0")) {
                return false;
            }
        }
        return !conditions.isEmpty();
    }
}
