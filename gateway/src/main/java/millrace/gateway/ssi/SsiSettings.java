package millrace.gateway.ssi;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.TypeSet;

/** {@code ssi} and its like. */
final class SsiSettings implements Settings<SsiSettings> {
    static final SettingsKey<SsiSettings> KEY = SettingsKey.of(SsiSettings::new);

    Boolean on;
    Boolean silent;
    Boolean keepsTime;
    Long valueLength;
    Long partBytes;
    TypeSet types;

    @Override
    public void inherit(SsiSettings outer) {
        SsiSettings o = outer == null ? new SsiSettings() : outer;
        on = Inherit.of(on, o.on, false);
        silent = Inherit.of(silent, o.silent, false);
        keepsTime = Inherit.of(keepsTime, o.keepsTime, false);
        partBytes = Inherit.of(partBytes, o.partBytes, 4096L);
        valueLength = Inherit.of(valueLength, o.valueLength, 256L);
        types = Inherit.of(types, o.types, TypeSet.HTML);
    }
}
