package millrace.gateway.content;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;

/** What is added to heads: {@code add_header}, {@code expires}. */
final class HeadSettings implements Settings<HeadSettings> {
    static final SettingsKey<HeadSettings> KEY = SettingsKey.of(HeadSettings::new);

    List<AddedField> headers;
    AddedField.Inheritance headersFrom;

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

    @Override
    public void inherit(HeadSettings outer) {
        HeadSettings o = outer == null ? new HeadSettings() : outer;
        headersFrom = Inherit.of(headersFrom, o.headersFrom, AddedField.Inheritance.ON);
        headers = AddedField.inherit(headers, o.headers, headersFrom);
        if (expires == null && expiresText == null) {
            expires = o.expires;
            expiresText = o.expiresText;
            expiresModified = o.expiresModified;
        }
    }

    boolean isEmpty() {
        return headers.isEmpty() && expires == null && expiresText == null;
    }

    /** What holds for a request; never {@code null}. */
    Expires expires(Exchange x) {
        Expires said = expiresText == null ? expires : Expires.parse(expiresText.text(x), expiresModified);
        return said == null ? Expires.NEVER_SAID : said;
    }
}
