package millrace.gateway.charset;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.exchange.TypeSet;
import millrace.gateway.variable.Template;

/** {@code charset} and its like. */
public final class CharsetSettings implements Settings<CharsetSettings> {
    static final SettingsKey<CharsetSettings> KEY = SettingsKey.of(CharsetSettings::new);

    static final String OFF = "off";

    /** What an upstream has said for one request. */
    public static final StateKey<String> OWN = StateKey.create();

    private static final TypeSet USUAL = new TypeSet(List.of("text/html", "text/xml", "text/plain", "text/vnd.wap.wml",
            "application/javascript", "application/rss+xml"));

    Template charset;
    Template source;
    Boolean override;
    TypeSet types;

    /** Of the level {@code http}: tables by both names, in lower case. */
    private Map<String, Recoding.Table> tables = new HashMap<>();

    void table(String from, String to, Recoding.Table table) {
        tables.put(key(from, to), table);
    }

    /** {@code null}: there is no {@code charset_map} for them. */
    Recoding.Table table(String from, String to) {
        return tables.get(key(from, to));
    }

    private static String key(String from, String to) {
        return (from + " " + to).toLowerCase(Locale.ROOT);
    }

    @Override
    public void inherit(CharsetSettings outer) {
        CharsetSettings o = outer == null ? new CharsetSettings() : outer;
        charset = Inherit.of(charset, o.charset, Template.constant(OFF));
        source = Inherit.of(source, o.source, Template.constant(OFF));
        override = Inherit.of(override, o.override, false);
        types = Inherit.of(types, o.types, USUAL);
        if (tables.isEmpty()) {
            tables = o.tables;
        }
    }

    /** The charset that texts of a request's level are in. */
    public static String of(Exchange x) {
        return x.settings(KEY).charset.text(x);
    }

    boolean isOff() {
        return charset.isConstant() && charset.source().equals(OFF);
    }
}
