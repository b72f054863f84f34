package millrace.gateway.header;

import java.util.List;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Reply;

/** {@code expires}, {@code add_header} and {@code add_trailer} at work. */
public final class HeadFields implements HeadFilter {
    @Override
    public boolean concerns(Scope scope) {
        return !scope.get(HeadSettings.KEY).isEmpty();
    }

    @Override
    public void apply(Exchange x) {
        if (x.parent() != null) {
            return;
        }
        HeadSettings settings = x.settings(HeadSettings.KEY);
        Reply reply = x.reply();
        boolean usual = AddedField.isUsual(reply.status());
        if (usual) {
            settings.expires(x).apply(reply);
        }
        List<AddedField> fields = settings.headers;
        for (int i = 0; i < fields.size(); i++) {
            AddedField field = fields.get(i);
            if (usual || field.always()) {
                field.add(x, reply.headers());
            }
        }
        if (settings.hasTrailers(reply.status())) {
            reply.trailers().expect(settings);
        }
    }
}
