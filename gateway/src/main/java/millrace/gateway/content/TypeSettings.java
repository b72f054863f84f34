package millrace.gateway.content;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/** {@code types} and {@code default_type}. */
public final class TypeSettings implements Settings<TypeSettings> {
    static final SettingsKey<TypeSettings> KEY = SettingsKey.of(TypeSettings::new);

    private static final Map<String, String> USUAL =
            Map.of("html", "text/html", "gif", "image/gif", "jpg", "image/jpeg");

    private Map<String, String> byEnding;
    private MediaTypes types;
    private byte[] otherwise;

    /** Lines of a {@code types} block. */
    void add(Statement block, Configuration configuration) throws ConfigException {
        if (byEnding == null) {
            byEnding = new HashMap<>();
        }
        for (Statement line : block.block()) {
            for (String ending : line.args()) {
                String known = byEnding.put(ending.toLowerCase(Locale.ROOT), line.name());
                if (known != null) {
                    configuration.warn(line.place(), "duplicate extension \"" + ending + "\", content type: \"" + line.name()
                            + "\", previous content type: \"" + known + "\"");
                }
            }
        }
    }

    void otherwise(String type) {
        otherwise = Output.ascii(type);
    }

    @Override
    public void inherit(TypeSettings outer) {
        if (byEnding != null) {
            types = new MediaTypes(byEnding);
        } else {
            types = outer != null ? outer.types : new MediaTypes(USUAL);
        }
        if (otherwise == null) {
            otherwise = outer != null ? outer.otherwise : Output.ascii("text/plain");
        }
    }

    /** The type of what a request's path stands for; empty: none is to be told. */
    public static byte[] of(Exchange x) {
        TypeSettings settings = x.settings(KEY);
        byte[] type = settings.types.of(x.uri());
        return type == null ? settings.otherwise : type;
    }
}
