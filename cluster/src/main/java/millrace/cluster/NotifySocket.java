package millrace.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import millrace.loop.EventLoop;
import millrace.loop.Watch;
import millrace.os.Account;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * Where a worker says {@code READY=1}, in a folder that only its user can enter. For the loop's own thread only. Source:
 * {@code sd_notify(3)}.
 */
final class NotifySocket extends Watch {
    /** What one message has at most; all else in it is of no interest here. */
    private static final int LONGEST = 4 * 1024;

    private static final int MOST_PER_TURN = 16;

    private final Path folder;
    private final Path path;
    private final byte[] buffer = new byte[LONGEST];
    private Runnable whenReady = () -> {};

    private NotifySocket(EventLoop loop, int fd, Path folder, Path path) {
        super(loop, fd);
        this.folder = folder;
        this.path = path;
    }

    /**
     * Opens one.
     *
     * @param account who shall be able to write to it, or {@code null} for ourselves
     */
    static NotifySocket open(EventLoop loop, Account account) throws OsException {
        String action = "open a socket for NOTIFY_SOCKET";
        try {
            Path folder = Files.createTempDirectory("millrace");
            Path path = folder.resolve("notify");
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
            int fd = Socket.open(address, Socket.DATAGRAM);
            int bound = fd < 0 ? fd : Socket.bind(fd, address);
            if (bound < 0) {
                remove(path);
                remove(folder);
                if (fd >= 0) {
                    Descriptor.close(fd);
                }
                throw new OsException(action, -bound);
            }
            NotifySocket socket = new NotifySocket(loop, fd, folder, path);
            if (account != null) {
                socket.give(account);
            }
            socket.interest(READ);
            return socket;
        } catch (OsException e) {
            throw e;
        } catch (IOException e) {
            throw (OsException) new OsException(action, Errno.EACCES.number()).initCause(e);
        }
    }

    private void give(Account account) throws IOException {
        var owner = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(account.name());
        try {
            Files.setOwner(path, owner);
            Files.setOwner(folder, owner);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** What the variable holds. */
    String path() {
        return path.toString();
    }

    /** What is done each time that the worker says that it is ready. */
    void whenReady(Runnable action) {
        whenReady = action;
    }

    @Override
    protected void ready(int bits) {
        drain();
    }

    /** Takes what has been said. */
    void drain() {
        for (int i = 0; i < MOST_PER_TURN && !isClosed(); i++) {
            int length = Socket.receive(fd(), MemorySegment.ofArray(buffer), LONGEST);
            if (length < 0) {
                return;
            }
            String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
            if (text.lines().anyMatch("READY=1"::equals)) {
                whenReady.run();
            }
        }
    }

    @Override
    protected void closed() {
        remove(path);
        remove(folder);
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger("millrace.cluster").log(Level.DEBUG, "remove " + path, e);
        }
    }
}
