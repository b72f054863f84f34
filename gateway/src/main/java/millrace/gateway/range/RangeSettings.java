package millrace.gateway.range;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** {@code max_ranges}. */
final class RangeSettings implements Settings<RangeSettings> {
    static final SettingsKey<RangeSettings> KEY = SettingsKey.of(RangeSettings::new);

    Integer maxRanges;

    @Override
    public void inherit(RangeSettings outer) {
        maxRanges = Inherit.of(maxRanges, outer == null ? null : outer.maxRanges, Integer.MAX_VALUE);
    }
}
