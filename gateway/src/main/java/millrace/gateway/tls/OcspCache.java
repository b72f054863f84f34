package millrace.gateway.tls;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.SharedValues;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;

/**
 * {@code ssl_ocsp_cache shared:name:size}: what responders have said of clients' certificates, for as long as it counts. That
 * of all servers that name it, and over a reload. When it is full, the oldest word goes. Any thread.
 */
final class OcspCache {
    /** As long as nothing is said: somebody is asked each time. */
    static final OcspCache OFF = new OcspCache(0);

    private static final SharedValues<OcspCache> ALL = new SharedValues<>();

    /** What one takes, about: a question has some hundred bytes. */
    private static final int ENTRY_BYTES = 256;

    private static final long SMALLEST = 8 * 4096;

    private record Said(int status, long endsSeconds) {}

    private final int most;
    private final Map<ByteBuffer, Said> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Said> eldest) {
            return size() > most;
        }
    };

    OcspCache(int most) {
        this.most = most;
    }

    static OcspCache parse(Statement s) throws ConfigException {
        String word = s.arg(0);
        if (word.equals("off")) {
            return OFF;
        }
        String[] parts = word.split(":", -1);
        if (parts.length != 3 || !parts[0].equals("shared") || parts[1].isEmpty()) {
            throw s.error("invalid OCSP cache \"" + word + "\"", "off, or shared:name:size");
        }
        long bytes = Values.size(s, parts[2]);
        if (bytes < SMALLEST) {
            throw s.error("OCSP cache \"" + word + "\" is too small", "at least " + SMALLEST + " bytes");
        }
        return ALL.get(parts[1] + ':' + bytes, () -> new OcspCache((int) Math.min(bytes / ENTRY_BYTES, Integer.MAX_VALUE)));
    }

    synchronized void put(byte[] question, int status, long endsSeconds) {
        ByteBuffer key = ByteBuffer.wrap(question);
        known.remove(key);
        known.put(key, new Said(status, endsSeconds));
    }

    /** The status, or −1 for none that counts. */
    synchronized int find(byte[] question, long nowSeconds) {
        Said said = known.get(ByteBuffer.wrap(question));
        return said == null || said.endsSeconds < nowSeconds ? -1 : said.status;
    }
}
