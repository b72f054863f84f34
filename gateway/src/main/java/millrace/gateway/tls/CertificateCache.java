package millrace.gateway.tls;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.os.SslException;
import millrace.os.SslKey;

/**
 * {@code ssl_certificate_cache}: certificates and keys by variables, which are read during handshakes. Who was used longest
 * ago goes first. Shared by all loops; what is read is read by the one who wants it, and nobody waits for him.
 */
final class CertificateCache {
    /** As long as nothing is said: each handshake reads its files. */
    static final CertificateCache OFF = new CertificateCache(0, 0, 0, System::nanoTime);

    private static final long INACTIVE_SECONDS = 10;
    private static final long VALID_SECONDS = 60;

    private static final class Entry {
        Loaded loaded;
        long checkedNanos;
        long usedNanos;
    }

    private final int most;
    private final long inactiveNanos;
    private final long validNanos;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<Wanted<?>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    CertificateCache(int most, long inactiveSeconds, long validSeconds, LongSupplier nanoTime) {
        this.most = most;
        inactiveNanos = TimeUnit.SECONDS.toNanos(inactiveSeconds);
        validNanos = TimeUnit.SECONDS.toNanos(validSeconds);
        this.nanoTime = nanoTime;
    }

    static CertificateCache parse(Statement s) throws ConfigException {
        if (s.args().equals(List.of("off"))) {
            return OFF;
        }
        int most = 0;
        long inactive = INACTIVE_SECONDS;
        long valid = VALID_SECONDS;
        for (String word : s.args()) {
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.substring(0, word.length() - value.length())) {
                case "max=" -> most = Values.number(s, value);
                case "inactive=" -> inactive = Values.seconds(s, value);
                case "valid=" -> valid = Values.seconds(s, value);
                default -> throw s.error("invalid parameter \"" + word + "\"", "off, or max=N [inactive=time] [valid=time]");
            }
        }
        if (most == 0) {
            throw s.error("\"" + s.name() + "\" must have the \"max\" parameter");
        }
        return new CertificateCache(most, inactive, valid, System::nanoTime);
    }

    /** Whether others may get the same. */
    boolean isOn() {
        return most > 0;
    }

    <T> T get(Wanted<T> wanted) throws SslException {
        if (most == 0) {
            return wanted.read();
        }
        Loaded found = find(wanted.open());
        if (found == null) {
            FileStamp stamp = FileStamp.of(wanted.source().file());
            found = new Loaded(wanted.read(), stamp);
            // What takes a password is for those who know it.
            if (!(found.value() instanceof SslKey key && key.isEncrypted())) {
                keep(wanted.open(), found);
            }
        }
        return wanted.type().cast(found.value());
    }

    private Loaded find(Wanted<?> wanted) {
        Entry entry;
        long now = nanoTime.getAsLong();
        synchronized (this) {
            shrink(now, most);
            entry = entries.get(wanted);
            if (entry == null) {
                return null;
            }
            entry.usedNanos = now;
            if (wanted.source().pem() != null || now - entry.checkedNanos <= validNanos) {
                return entry.loaded;
            }
        }
        boolean fresh = entry.loaded.isFresh(wanted);
        synchronized (this) {
            entry.checkedNanos = now;
            if (!fresh) {
                entries.remove(wanted, entry);
            }
        }
        return fresh ? entry.loaded : null;
    }

    private synchronized void keep(Wanted<?> wanted, Loaded loaded) {
        long now = nanoTime.getAsLong();
        Entry entry = new Entry();
        entry.loaded = loaded;
        entry.checkedNanos = now;
        entry.usedNanos = now;
        entries.remove(wanted);
        shrink(now, most - 1);
        entries.put(wanted, entry);
    }

    private void shrink(long now, int to) {
        Iterator<Map.Entry<Wanted<?>, Entry>> oldest = entries.entrySet().iterator();
        while (oldest.hasNext()) {
            boolean idle = now - oldest.next().getValue().usedNanos > inactiveNanos;
            if (!idle && entries.size() <= to) {
                return;
            }
            oldest.remove();
        }
    }

    synchronized int count() {
        return entries.size();
    }
}
