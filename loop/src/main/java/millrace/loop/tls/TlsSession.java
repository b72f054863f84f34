package millrace.loop.tls;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * One end of a TLS connection, below a {@link millrace.loop.Connection}, which owns it. Results are those of a socket's
 * calls: bytes, 0 at the end, {@code −EAGAIN} when the descriptor is to be waited for, or another negative number,
 * which {@link #failure} explains. For the loop's own thread only.
 */
public interface TlsSession extends TlsFacts {
    /** Bytes that were read from the descriptor before. They come before all that is still to be read there. */
    void feed(byte[] bytes, int offset, int length);

    /** Goes on with the handshake: 1 when it is done. Nothing else is called before that. */
    int handshake();

    /**
     * After {@link #handshake} or {@link #receive} has answered {@code −EAGAIN}: whether the descriptor has to become writable
     * for it. Receiving may have to answer something itself.
     */
    boolean wantsWrite();

    /** Decrypts, at most one record. */
    int receive(MemorySegment buffer, int length);

    /** Whether bytes were taken from the descriptor that {@link #receive} has not answered yet. */
    boolean hasPending();

    /**
     * Asked when nothing is pending: whether the descriptor is known to have had no more when it was read last. Then waiting
     * for the poller loses nothing, even if it tells of each arrival once.
     */
    boolean isDrained();

    /**
     * Encrypts and writes. What has not been taken is offered again, from the same byte on and not less, perhaps from
     * another place.
     */
    int send(MemorySegment bytes, int length);

    /** What is sent next is the last: {@link #end}, which is still to be called, may have its words sent along with it. */
    void endFollows();

    /** Tells the other side that nothing more will come: 0, or {@code −EAGAIN}. Once it is told, does nothing. */
    int end();

    /** What a negative result means. */
    IOException failure(int result);

    /** Nothing is called afterwards, except the facts, which are gone. */
    void close();
}
