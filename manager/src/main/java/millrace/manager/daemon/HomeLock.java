package millrace.manager.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import millrace.manager.Home;

/**
 * A home belongs to one daemon: a lock on a file, which the kernel lifts however the process ends. The file holds the
 * daemon's process number, for people.
 */
final class HomeLock {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final FileChannel file;

    private HomeLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes it; waits for a daemon that is just ending.
     *
     * @return {@code null} when another daemon runs
     */
    static HomeLock take(Home home) throws IOException {
        FileChannel file = FileChannel.open(
                home.lock(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (file.tryLock() == null) {
            if (answers(home) || System.nanoTime() > deadline) {
                file.close();
                return null;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        note(file, home);
        return new HomeLock(file);
    }

    /** A full disk is no reason not to run. */
    private static void note(FileChannel file, Home home) {
        try {
            file.truncate(0);
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            DaemonLog.say("cannot write " + home.lock() + ": " + e.getMessage());
        }
    }

    private static boolean answers(Home home) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(home.socket()));
        } catch (IOException e) {
            // It is just starting, or just ending: that is to be waited for.
            return false;
        }
    }

    /** Gives it back at the very end. */
    void release() throws IOException {
        file.close();
    }
}
