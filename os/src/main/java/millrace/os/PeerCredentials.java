package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Who was at the other end of a Unix socket when it was connected, as vouched for by the kernel. Source: {@code
 * unix(7)}, {@code SO_PEERCRED}.
 */
public record PeerCredentials(int pid, int uid, int gid) {
    /** {@code sizeof(struct ucred)}. */
    static final int SIZE = 12;

    static final int SO_PEERCRED = 17;

    public static PeerCredentials of(int socket) throws OsException {
        MemorySegment words = Call.scratch();
        int result = SocketOption.read(socket, SocketOption.Level.SOCKET, SO_PEERCRED, words, SIZE);
        OsException.check(result, "read the credentials of the peer");
        return new PeerCredentials(
                words.getAtIndex(JAVA_INT, 0), words.getAtIndex(JAVA_INT, 1), words.getAtIndex(JAVA_INT, 2));
    }
}
