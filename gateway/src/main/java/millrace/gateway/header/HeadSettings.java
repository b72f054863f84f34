package millrace.gateway.header;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Trailers;
import millrace.gateway.variable.Template;

/** What is added to heads and behind bodies: {@code add_header}, {@code expires}, {@code add_trailer}. */
final class HeadSettings implements Settings<HeadSettings>, Trailers.Source {
    static final SettingsKey<HeadSettings> KEY = SettingsKey.of(HeadSettings::new);

    List<AddedField> headers;
    AddedField.Inheritance headersFrom;

    List<AddedField> trailers;
    AddedField.Inheritance trailersFrom;

    /** Of the two, the one that was said: a constant, or a text with variables. */
    Expires expires;

    Template expiresText;
    boolean expiresModified;

    void header(AddedField field) {
        if (headers == null) {
            headers = new ArrayList<>();
        }
        headers.add(field);
    }

    void trailer(AddedField field) {
        if (trailers == null) {
            trailers = new ArrayList<>();
        }
        trailers.add(field);
    }

    @Override
    public void inherit(HeadSettings outer) {
        HeadSettings o = outer == null ? new HeadSettings() : outer;
        headersFrom = Inherit.of(headersFrom, o.headersFrom, AddedField.Inheritance.ON);
        headers = AddedField.inherit(headers, o.headers, headersFrom);
        trailersFrom = Inherit.of(trailersFrom, o.trailersFrom, AddedField.Inheritance.ON);
        trailers = AddedField.inherit(trailers, o.trailers, trailersFrom);
        if (expires == null && expiresText == null) {
            expires = o.expires;
            expiresText = o.expiresText;
            expiresModified = o.expiresModified;
        }
    }

    boolean isEmpty() {
        return headers.isEmpty() && trailers.isEmpty() && expires == null && expiresText == null;
    }

    /** Whether anything is added behind the body of a reply with that status. */
    boolean hasTrailers(int status) {
        for (int i = 0; i < trailers.size(); i++) {
            if (trailers.get(i).trails(status)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void addTo(Exchange x, HeaderList to) {
        for (AddedField each : trailers) {
            if (each.trails(x.reply().status())) {
                each.add(x, to);
            }
        }
    }

    /** What holds for a request; never {@code null}. */
    Expires expires(Exchange x) {
        Expires said = expiresText == null ? expires : Expires.parse(expiresText.text(x), expiresModified);
        return said == null ? Expires.NEVER_SAID : said;
    }
}
