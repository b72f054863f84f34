package millrace.gateway.balance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which peer a client's session was last served by ({@code sticky learn}). Sessions end when they were not used for
 * their time-out; when there is no room the one that was not used for longest makes place. Any thread.
 */
final class Sessions {
    /** What one session takes in nginx, so that a zone's size means the same: about 8,000 in a mebibyte. */
    private static final int BYTES = 131;

    private record Session(byte[] sid, long usedNanos) {}

    private final long timeoutNanos;
    private final int most;
    /** In order of their last use. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    Sessions(long zoneBytes, long timeoutNanos) {
        this.most = (int) Math.min(Integer.MAX_VALUE, zoneBytes / BYTES);
        this.timeoutNanos = timeoutNanos;
    }

    /** The {@link Peer#sid} of a session, or {@code null}. Looking is no use. */
    synchronized byte[] find(byte[] id, int length, long nowNanos) {
        expire(nowNanos);
        Session session = sessions.get(key(id, length));
        return session == null ? null : session.sid;
    }

    /**
     * A session was served by a peer.
     *
     * @param create whether it may be new
     */
    synchronized void used(byte[] id, int length, byte[] sid, boolean create, long nowNanos) {
        expire(nowNanos);
        String key = key(id, length);
        if (sessions.remove(key) == null && !create) {
            return;
        }
        if (sessions.size() >= most) {
            Iterator<String> oldest = sessions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        sessions.put(key, new Session(sid, nowNanos));
    }

    synchronized int size() {
        return sessions.size();
    }

    /** Takes over the sessions of the same zone in the configuration before. */
    void takeOver(Sessions before, long nowNanos) {
        synchronized (before) {
            before.sessions.forEach(sessions::put);
        }
        expire(nowNanos);
    }

    private synchronized void expire(long nowNanos) {
        Iterator<Session> oldest = sessions.values().iterator();
        while (oldest.hasNext() && nowNanos - oldest.next().usedNanos >= timeoutNanos) {
            oldest.remove();
        }
    }

    /** A digest, so that nobody fills the memory with long names. */
    private static String key(byte[] id, int length) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(id, 0, length);
            return new String(md5.digest(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
