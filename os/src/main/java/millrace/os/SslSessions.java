package millrace.os;

import java.util.List;

/**
 * What lets clients go on with sessions, when {@link SslContext} shall not keep that itself. Asked during handshakes, on any
 * thread.
 */
public interface SslSessions {
    /** The keys of tickets, at least one: the first one makes them, all can read them. Asked when there is a ticket. */
    List<SslTicketKey> ticketKeys();

    /** Whether sessions are kept at all, beside tickets. */
    boolean keeps();

    /** Keeps a session for a while. */
    void keep(byte[] id, byte[] session);

    /** One that was kept, or {@code null}. */
    byte[] find(byte[] id);
}
