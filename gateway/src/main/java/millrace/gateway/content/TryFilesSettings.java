package millrace.gateway.content;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Template;

/** What {@code try_files} looks for in a level, in order. It is not inherited. */
final class TryFilesSettings implements Settings<TryFilesSettings> {
    static final SettingsKey<TryFilesSettings> KEY = SettingsKey.of(TryFilesSettings::new);

    /**
     * A name to look for.
     *
     * @param folder whether it must be one
     */
    record Name(Template path, boolean folder) {}

    final List<Name> names = new ArrayList<>();
    /** Where to go if none is there; null: {@link #status} is the answer. */
    Template otherwise;
    int status;
    private Scope owner;

    void read(Scope scope, Statement s) throws ConfigException {
        int last = s.args().size() - 1;
        for (String arg : s.args().subList(0, last)) {
            boolean folder = arg.endsWith("/");
            String path = folder ? arg.substring(0, arg.length() - 1) : arg;
            names.add(new Name(Template.compile(path, scope, s.place()), folder));
        }
        String end = s.arg(last);
        if (!end.startsWith("=")) {
            otherwise = Template.compile(end, scope, s.place());
        } else if (end.matches("=\\d{1,3}")) {
            status = Integer.parseInt(end.substring(1));
        } else {
            throw s.error("invalid code \"" + end + "\"", "a status");
        }
    }

    @Override
    public void inherit(TryFilesSettings outer) {}

    @Override
    public void inherit(TryFilesSettings outer, Scope scope) {
        owner = scope;
    }

    boolean isOf(Scope scope) {
        return owner == scope && !names.isEmpty();
    }
}
