package millrace.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.port.Listen;

/** A level of {@code stream}: where its servers listen, and how a session begins. */
final class StreamSettings implements Settings<StreamSettings> {
    static final SettingsKey<StreamSettings> KEY = SettingsKey.of(StreamSettings::new);

    /** What a connection can keep unread, less one reading. */
    private static final long MOST_PREREAD = 32 * 1024;

    final List<Listen> listens = new ArrayList<>();
    Long prereadBytes;
    Long prereadMillis;
    Long introductionMillis;
    Long handshakeMillis;
    Boolean sslPreread;
    List<SetStep> steps = new ArrayList<>();

    @Override
    public void inherit(StreamSettings outer) {
        StreamSettings o = outer == null ? new StreamSettings() : outer;
        prereadBytes = Math.min(MOST_PREREAD, Inherit.of(prereadBytes, o.prereadBytes, 16_384L));
        prereadMillis = Inherit.of(prereadMillis, o.prereadMillis, 30_000L);
        introductionMillis = Inherit.of(introductionMillis, o.introductionMillis, 30_000L);
        handshakeMillis = Inherit.of(handshakeMillis, o.handshakeMillis, 60_000L);
        sslPreread = Inherit.of(sslPreread, o.sslPreread, false);
    }

    long prereadNanos() {
        return TimeUnit.MILLISECONDS.toNanos(prereadMillis);
    }

    long introductionNanos() {
        return TimeUnit.MILLISECONDS.toNanos(introductionMillis);
    }

    long handshakeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(handshakeMillis);
    }
}
