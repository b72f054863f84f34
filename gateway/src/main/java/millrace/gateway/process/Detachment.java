package millrace.gateway.process;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import millrace.gateway.log.Level;
import millrace.os.Descriptor;
import millrace.os.Environment;
import millrace.os.OsException;
import millrace.os.Pipe;
import millrace.os.Poll;
import millrace.os.RegularFile;
import millrace.os.Signal;
import millrace.os.Spawn;

/**
 * A server in the background. A JVM cannot fork, so the process that was called starts a second one of its kind, in a
 * session of its own, and ends when that one serves or has failed: the second says so by a byte in a pipe, and its
 * complaints go to the caller's standard error until then.
 */
final class Detachment {
    private static final String VARIABLE = "MILLRACE_GATEWAY_READY";
    private static final int READY = 3;

    /** Taken by {@code sigwait}, and therefore blocked in all threads from birth. */
    static final Signal[] SIGNALS = {
        Signal.SIGHUP,
        Signal.SIGINT,
        Signal.SIGQUIT,
        Signal.SIGTERM,
        Signal.SIGUSR1,
        Signal.SIGUSR2,
        Signal.SIGWINCH,
        Signal.SIGCHLD
    };

    private final int pipe;

    private Detachment(int pipe) {
        this.pipe = pipe;
    }

    static Detachment ofThisProcess() {
        String number = Environment.get(VARIABLE);
        if (number == null || !number.matches("[0-9]{1,6}")) {
            return new Detachment(-1);
        }
        Environment.remove(VARIABLE);
        int fd = Integer.parseInt(number);
        Descriptor.setCloseOnExec(fd, true);
        return new Detachment(fd);
    }

    /** Whether this process is the one in the background. */
    boolean isDetached() {
        return pipe >= 0;
    }

    /** Starts it and waits for its word: the exit code for the caller. */
    int start(Messages messages) {
        try (Pipe word = Pipe.fromChild()) {
            try (var child = new Spawn(ThisCommand.again())
                    .newSession()
                    .blocked(SIGNALS)
                    .variable(VARIABLE, Integer.toString(READY))
                    .descriptor(2, 2)
                    .descriptor(word.writeEnd(), READY)
                    .start()) {
                if (saidReady(word.readEnd(), child.fd())) {
                    return 0;
                }
                return Math.max(1, child.await().code());
            }
        } catch (IOException e) {
            messages.log(Level.ALERT, "the server cannot be started in the background: " + e.getMessage());
            return 1;
        }
    }

    /** @param process its pidfd, since our own copy of the pipe's other end keeps that from ending */
    private static boolean saidReady(int pipe, int process) throws OsException {
        Poll poll = new Poll(2);
        poll.add(pipe, Poll.IN);
        poll.add(process, Poll.IN);
        OsException.check(poll.await(-1), "wait for the server");
        return Descriptor.read(pipe, MemorySegment.ofArray(new byte[1]), 1) == 1;
    }

    /** The server serves: the caller is told, and his terminal is left alone from now on. */
    void ready() throws OsException {
        if (pipe < 0) {
            return;
        }
        int nothing = OsException.check(RegularFile.create(Path.of("/dev/null"), 0, 0), "open /dev/null");
        OsException.check(Descriptor.replace(nothing, 2), "leave the terminal");
        Descriptor.setCloseOnExec(2, false);
        Descriptor.close(nothing);
        byte[] word = "!".getBytes(StandardCharsets.US_ASCII);
        OsException.check(Descriptor.write(pipe, MemorySegment.ofArray(word), word.length), "tell that it is ready");
        Descriptor.close(pipe);
    }
}
