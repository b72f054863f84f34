package millrace.gateway.addition;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.TypeSet;

/** {@code add_before_body} and {@code add_after_body}; the empty text is none. */
final class AdditionSettings implements Settings<AdditionSettings> {
    static final SettingsKey<AdditionSettings> KEY = SettingsKey.of(AdditionSettings::new);

    String before;
    String after;
    TypeSet types;

    @Override
    public void inherit(AdditionSettings outer) {
        AdditionSettings o = outer == null ? new AdditionSettings() : outer;
        before = Inherit.of(before, o.before, "");
        after = Inherit.of(after, o.after, "");
        types = Inherit.of(types, o.types, TypeSet.HTML);
    }
}
