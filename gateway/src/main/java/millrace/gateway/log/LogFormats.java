package millrace.gateway.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Template;

/** The {@code log_format}s of {@code http}, by name. */
final class LogFormats implements Settings<LogFormats> {
    static final SettingsKey<LogFormats> KEY = SettingsKey.of(LogFormats::new);

    /** There without being declared. */
    static final String COMBINED = "combined";

    private static final String COMBINED_TEXT = "$remote_addr - $remote_user [$time_local] \"$request\" $status "
            + "$body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    private static final String ESCAPE = "escape=";

    /**
     * How a line looks.
     *
     * @param escape of the variables in it
     */
    record Format(Template template, Escape escape) {}

    private final Map<String, Format> formats = new HashMap<>();

    static void add(Scope scope, Statement statement) throws ConfigException {
        String name = statement.arg(0);
        if (name.equals(COMBINED) && !scope.isStream() || scope.get(KEY).formats.containsKey(name)) {
            throw statement.error("duplicate \"log_format\" name \"" + name + "\"");
        }
        List<String> texts = statement.args().subList(1, statement.args().size());
        Escape escape = Escape.DEFAULT;
        if (texts.getFirst().startsWith(ESCAPE)) {
            escape = switch (texts.getFirst().substring(ESCAPE.length())) {
                case "default" -> Escape.DEFAULT;
                case "json" -> Escape.JSON;
                case "none" -> Escape.NONE;
                default ->
                    throw statement.error(
                            "unknown log format escaping \"" + texts.getFirst().substring(ESCAPE.length()) + "\"",
                            "default, json or none");
            };
            texts = texts.subList(1, texts.size());
        }
        Template template = Template.compile(String.join("", texts), scope, statement.place());
        scope.get(KEY).formats.put(name, new Format(template, escape));
    }

    /** The format of a name, or {@code null}; those below count. */
    static Format named(Scope scope, String name, Statement statement) throws ConfigException {
        if (name.equals(COMBINED) && !scope.isStream()) {
            return new Format(
                    Template.compile(COMBINED_TEXT, scope, statement == null ? null : statement.place()),
                    Escape.DEFAULT);
        }
        Scope block = scope.enclosing(scope.isStream() ? Context.STREAM : Context.HTTP);
        return block == null ? null : block.get(KEY).formats.get(name);
    }

    @Override
    public void inherit(LogFormats outer) {
        // Looked up at the level they are declared at.
    }
}
