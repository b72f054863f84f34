package millrace.gateway.tls;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/**
 * The certificates, keys and lists that one configuration names, each read once, however many servers use it; what has not
 * changed since the configuration before is not read again. For the thread that reads the configuration.
 */
final class TlsFiles implements Settings<TlsFiles> {
    static final SettingsKey<TlsFiles> KEY = SettingsKey.of(TlsFiles::new);

    /** Those of the configuration that was read last, for as long as that is used. */
    private static WeakReference<TlsFiles> latest = new WeakReference<>(null);

    private final Map<Wanted<?>, Loaded> known = new HashMap<>();
    private TlsFiles before;
    private boolean begun;

    /** {@code ssl_object_cache_inheritable}. */
    Boolean inherits;

    static TlsFiles of(Configuration configuration) {
        TlsFiles files = configuration.main().get(KEY);
        if (!files.begun) {
            files.begin(configuration);
        }
        return files;
    }

    private void begin(Configuration configuration) {
        begun = true;
        synchronized (TlsFiles.class) {
            before = inherits ? latest.get() : null;
            latest = new WeakReference<>(this);
        }
        configuration.whenRead(() -> before = null); // Else all that ever was would be kept.
    }

    @Override
    public void inherit(TlsFiles outer) {
        inherits = inherits == null || inherits;
    }

    <T> T get(Wanted<T> wanted) throws IOException {
        Loaded found = known.get(wanted);
        if (found == null) {
            Loaded earlier = before == null ? null : before.known.get(wanted);
            FileStamp stamp = FileStamp.of(wanted.source().file());
            found = earlier != null && earlier.isFresh(wanted) ? earlier : new Loaded(wanted.read(), stamp);
            known.put(wanted, found);
        }
        return wanted.type().cast(found.value());
    }
}
