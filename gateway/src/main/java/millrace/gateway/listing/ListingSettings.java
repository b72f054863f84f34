package millrace.gateway.listing;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** {@code autoindex} and {@code random_index}. */
final class ListingSettings implements Settings<ListingSettings> {
    static final SettingsKey<ListingSettings> KEY = SettingsKey.of(ListingSettings::new);

    /** {@code autoindex_format}. */
    enum Format { HTML, XML, JSON, JSONP }

    Boolean on;
    Boolean exactSize;
    Boolean localTime;
    Format format;
    Boolean random;

    @Override
    public void inherit(ListingSettings outer) {
        ListingSettings o = outer == null ? new ListingSettings() : outer;
        on = Inherit.of(on, o.on, false);
        exactSize = Inherit.of(exactSize, o.exactSize, true);
        localTime = Inherit.of(localTime, o.localTime, false);
        format = Inherit.of(format, o.format, Format.HTML);
        random = Inherit.of(random, o.random, false);
    }
}
