package millrace.gateway.conditional;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** {@code if_modified_since}. */
final class ConditionalSettings implements Settings<ConditionalSettings> {
    static final SettingsKey<ConditionalSettings> KEY = SettingsKey.of(ConditionalSettings::new);

    /** Which time of the client's means that it has the reply. */
    enum ModifiedSince { OFF, EXACT, BEFORE }

    ModifiedSince modifiedSince;

    @Override
    public void inherit(ConditionalSettings outer) {
        modifiedSince = Inherit.of(modifiedSince, outer == null ? null : outer.modifiedSince, ModifiedSince.EXACT);
    }
}
