package millrace.gateway.server;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** Whether a level's clients may speak HTTP/2, and how. */
final class Http2Settings implements Settings<Http2Settings> {
    static final SettingsKey<Http2Settings> KEY = SettingsKey.of(Http2Settings::new);

    /** What a window may be at most, so that all of a connection's are far from the protocol's limit. */
    private static final long MOST_WINDOW = 16 << 20;

    Boolean on;
    Integer streams;
    Long chunkBytes;
    Long bodyBytes;

    @Override
    public void inherit(Http2Settings outer) {
        Http2Settings o = outer == null ? new Http2Settings() : outer;
        on = Inherit.of(on, o.on, false);
        streams = Inherit.of(streams, o.streams, 128);
        chunkBytes = Inherit.of(chunkBytes, o.chunkBytes, 8L << 10);
        bodyBytes = Inherit.of(bodyBytes, o.bodyBytes, 64L << 10);
    }

    boolean isOn() {
        return on;
    }

    /** How many requests of a connection may be at work at once. */
    int streams() {
        return Math.max(1, streams);
    }

    /** The most that a frame has of a body. */
    int chunkBytes() {
        return (int) Math.clamp(chunkBytes, 1, Integer.MAX_VALUE);
    }

    /** How much of a request's body may come before anybody reads it. */
    int bodyBytes() {
        return (int) Math.clamp(bodyBytes, 1, MOST_WINDOW);
    }
}
