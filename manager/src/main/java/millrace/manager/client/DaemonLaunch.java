package millrace.manager.client;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import millrace.manager.Home;
import millrace.manager.HomeFolder;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Pipe;
import millrace.os.Poll;
import millrace.os.RegularFile;
import millrace.os.Signal;
import millrace.os.Spawn;

/**
 * Starts the daemon as a process of its own: own session, nothing of this process but its environment, output into the
 * daemon's log. It says over a pipe that it is ready, or why it cannot be; whoever finds another one starting waits for
 * that.
 */
final class DaemonLaunch {
    /** The daemon's end of the pipe. */
    private static final int READY = 3;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LONGEST_WORD = 4096;
    private static final int OWNER_ONLY = 0600;

    /** Taken from a descriptor, and therefore blocked in all threads from birth. SIGUSR2 is made the JVM's no more. */
    private static final Signal[] SIGNALS = {
        Signal.SIGTERM, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGHUP, Signal.SIGUSR1, Signal.SIGUSR2
    };

    private DaemonLaunch() {}

    static DaemonClient startAndConnect(Home home) throws IOException {
        return startAndConnect(home, DaemonCommand.cached());
    }

    /**
     * One thread at a time, since the lock is the process's; other processes wait for the lock.
     *
     * @param flags more of them, for its JVM
     */
    static synchronized DaemonClient startAndConnect(Home home, List<String> flags) throws IOException {
        try {
            HomeFolder.prepare(home);
            try (FileChannel lock = FileChannel.open(
                            home.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                return connectOrLaunch(home, flags);
            }
        } catch (FileSystemException e) {
            throw new DaemonException(
                    "cannot start the daemon in " + home.folder() + ": " + HomeFolder.reason(e));
        } catch (DaemonException e) {
            throw e;
        } catch (IOException e) {
            throw new DaemonException("cannot start the daemon: " + e.getMessage());
        }
    }

    /** Whoever held the lock before has perhaps started it. */
    private static DaemonClient connectOrLaunch(Home home, List<String> flags) throws IOException {
        try {
            return DaemonClient.connect(home);
        } catch (DaemonException e) {
            String word = launch(home, flags);
            if (!word.equals("ready")) {
                throw new DaemonException(word.isEmpty() ? died(home) : word);
            }
            return DaemonClient.connect(home);
        }
    }

    private static String died(Home home) throws IOException {
        List<String> lines = Files.readAllLines(home.daemonLog(), StandardCharsets.ISO_8859_1);
        String last = lines.isEmpty() ? "" : ": " + lines.getLast();
        return "the daemon ended before it was ready" + last + " (" + home.daemonLog() + ")";
    }

    /** Starts it, and waits for its first word: {@code ready}, a sentence, or nothing when it died. */
    private static String launch(Home home, List<String> flags) throws IOException {
        int log = OsException.check(
                RegularFile.create(home.daemonLog(), RegularFile.APPEND, OWNER_ONLY), "open " + home.daemonLog());
        try (Pipe pipe = Pipe.fromChild()) {
            try (var child = new Spawn(DaemonCommand.of(flags, Integer.toString(READY)))
                    .newSession()
                    .blocked(SIGNALS)
                    .directory(Path.of("/"))
                    .variable("MILLRACE_HOME", home.folder().toString())
                    .variable("MALLOC_ARENA_MAX", "1")
                    .variable("_JAVA_SR_SIGNUM", "60")
                    .descriptor(log, 1)
                    .descriptor(log, 2)
                    .descriptor(pipe.writeEnd(), READY)
                    .start()) {
                return firstWord(pipe.readEnd(), child.fd());
            }
        } finally {
            Descriptor.close(log);
        }
    }

    /** @param process its pidfd, since our own copy of the pipe's other end keeps that from ending */
    private static String firstWord(int pipe, int process) throws IOException {
        byte[] word = new byte[LONGEST_WORD];
        Poll poll = new Poll(2);
        poll.add(pipe, Poll.IN);
        poll.add(process, Poll.IN);
        int ready = OsException.check(poll.await(PATIENCE_MILLIS), "wait for the daemon");
        if (ready == 0) {
            throw new DaemonException("the daemon does not get ready within " + PATIENCE_MILLIS / 1000 + " s");
        }
        int length = Descriptor.read(pipe, MemorySegment.ofArray(word), word.length);
        return new String(word, 0, Math.max(0, length), StandardCharsets.UTF_8).strip();
    }
}
