package millrace.gateway.sub;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.TypeSet;
import millrace.gateway.variable.Template;

/** {@code sub_filter} and its like. */
final class SubSettings implements Settings<SubSettings> {
    static final SettingsKey<SubSettings> KEY = SettingsKey.of(SubSettings::new);

    /** What to look for, in either case of letters, and what to put in its place. */
    record Pair(Template wanted, Template instead) {}

    List<Pair> pairs = new ArrayList<>();
    Boolean once;
    Boolean keepsTime;
    TypeSet types;

    @Override
    public void inherit(SubSettings outer) {
        SubSettings o = outer == null ? new SubSettings() : outer;
        pairs = Inherit.list(pairs, o.pairs);
        once = Inherit.of(once, o.once, true);
        keepsTime = Inherit.of(keepsTime, o.keepsTime, false);
        types = Inherit.of(types, o.types, TypeSet.HTML);
    }
}
