package millrace.manager.daemon;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.ListeningSocket;
import millrace.loop.SocketListener;
import millrace.loop.StreamHandler;
import millrace.manager.Home;
import millrace.manager.HomeFolder;
import millrace.os.OsException;
import millrace.os.PeerCredentials;

/**
 * Lets clients in: those of the daemon's own user, and of root. The folder's mode keeps others away already; who has
 * been let into the folder all the same is asked by the kernel who he is. For the loop's thread.
 */
final class Door implements Acceptor {
    private static final int ROOT = 0;

    private final Verbs verbs;
    private final int owner;

    private Door(Verbs verbs, int owner) {
        this.verbs = verbs;
        this.owner = owner;
    }

    /** Whoever holds the home's lock may call this: a socket that lies there is an ended daemon's. */
    static Listener open(EventLoop loop, Home home, Verbs verbs) throws IOException {
        Path socket = home.socket();
        Files.deleteIfExists(socket);
        Door door = new Door(verbs, HomeFolder.ownUid());
        int fd = ListeningSocket.open(UnixDomainSocketAddress.of(socket), ListenOptions.DEFAULT);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        return SocketListener.adopt(loop, fd, door);
    }

    @Override
    public StreamHandler accept(Connection connection) {
        try {
            int peer = PeerCredentials.of(connection.fd()).uid();
            if (peer == owner || peer == ROOT) {
                return new Session(connection, verbs);
            }
            System.getLogger("millrace.manager").log(Level.WARNING, "user {0} is not let in", peer);
        } catch (OsException e) {
            System.getLogger("millrace.manager").log(Level.WARNING, e.getMessage());
        }
        return null;
    }
}
