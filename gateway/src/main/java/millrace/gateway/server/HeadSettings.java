package millrace.gateway.server;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.http.codec.Leniency;
import millrace.http.codec.Limits;

/**
 * How a server reads the heads of requests. Of the default server of an address, since the others are known by the
 * head.
 */
public final class HeadSettings implements Settings<HeadSettings> {
    public static final SettingsKey<HeadSettings> KEY = SettingsKey.of(HeadSettings::new);

    /** For all chunk extensions of a body; nginx has no limit. */
    private static final int CHUNK_EXTENSION_BYTES = 4 << 10;

    Long firstBytes;
    Integer largeCount;
    Long largeBytes;
    Boolean ignoresInvalid;
    Boolean underscores;
    Integer fieldCount;

    @Override
    public void inherit(HeadSettings outer) {
        HeadSettings o = outer == null ? new HeadSettings() : outer;
        firstBytes = Inherit.of(firstBytes, o.firstBytes, 1L << 10);
        largeCount = Inherit.of(largeCount, o.largeCount, 4);
        largeBytes = Inherit.of(largeBytes, o.largeBytes, 8L << 10);
        ignoresInvalid = Inherit.of(ignoresInvalid, o.ignoresInvalid, true);
        underscores = Inherit.of(underscores, o.underscores, false);
        fieldCount = Inherit.of(fieldCount, o.fieldCount, 1000);
    }

    /** Each line must fit into one buffer, and all of them into those that there are. */
    Limits limits() {
        int line = lineBytes();
        int all = (int) Math.min((long) line * largeCount, 1 << 28);
        return new Limits(line, all, fieldCount, Long.MAX_VALUE, CHUNK_EXTENSION_BYTES);
    }

    Leniency leniency() {
        return Leniency.requests(ignoresInvalid, underscores, lineBytes());
    }

    private int lineBytes() {
        return (int) Math.clamp(Math.max(firstBytes, largeBytes), 64, 1 << 28);
    }
}
