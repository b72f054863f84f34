package millrace.gateway.tls;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import millrace.gateway.config.SharedValues;

/**
 * The sessions of {@code ssl_session_cache shared:name:size}: those of all loops and of all servers that name it, and over
 * a reload. Its tickets' keys are shared likewise. When it is full, the oldest session goes. Any thread.
 */
final class SharedSessions {
    /** Those of the process, by name and size: so a reload forgets nobody. */
    private static final SharedValues<SharedSessions> ALL = new SharedValues<>();

    /** What an entry takes beside its bytes, about. */
    private static final int ENTRY_BYTES = 128;

    private final long mostBytes;
    private final TicketKeys ticketKeys;
    private final LinkedHashMap<ByteBuffer, byte[]> sessions = new LinkedHashMap<>();
    private long bytes;

    SharedSessions(long mostBytes, LongSupplier nanoTime) {
        this.mostBytes = mostBytes;
        ticketKeys = new TicketKeys(nanoTime);
    }

    static SharedSessions named(String name, long mostBytes) {
        return ALL.get(name + ':' + mostBytes, () -> new SharedSessions(mostBytes, System::nanoTime));
    }

    TicketKeys ticketKeys() {
        return ticketKeys;
    }

    synchronized void keep(byte[] id, byte[] session) {
        byte[] before = sessions.putLast(ByteBuffer.wrap(id), session);
        bytes += size(id, session) - (before == null ? 0 : size(id, before));
        Iterator<Map.Entry<ByteBuffer, byte[]>> oldest = sessions.entrySet().iterator();
        while (bytes > mostBytes && oldest.hasNext()) {
            Map.Entry<ByteBuffer, byte[]> gone = oldest.next();
            bytes -= size(gone.getKey().array(), gone.getValue());
            oldest.remove();
        }
    }

    private static int size(byte[] id, byte[] session) {
        return id.length + session.length + ENTRY_BYTES;
    }

    synchronized byte[] find(byte[] id) {
        return sessions.get(ByteBuffer.wrap(id));
    }

    synchronized int count() {
        return sessions.size();
    }
}
