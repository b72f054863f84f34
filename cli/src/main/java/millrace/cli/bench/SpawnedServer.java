package millrace.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Proc;
import millrace.os.Signal;
import millrace.os.Signals;
import millrace.os.Spawn;

/**
 * The server that {@code --on-port} starts, and whose port is found by looking: nothing is loaded into it, so it may be
 * written in any language. Its output goes to standard error, since standard output is the report's. It has a process group
 * of its own: so Ctrl-C does not end it before the run, and it is ended with all that it has started. One thread.
 */
final class SpawnedServer implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int STANDARD_ERROR = 2;
    private static final String LISTENING = "0A";
    // Columns of /proc/net/tcp. Source: proc_net(5).
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final String program;
    private final PidFd process;
    private boolean ended;

    private SpawnedServer(String program, PidFd process) {
        this.program = program;
        this.process = process;
    }

    static SpawnedServer start(List<String> command) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("--on-port needs a command: --on-port /path -- node server.js");
        }
        try {
            return new SpawnedServer(command.getFirst(), new Spawn(command)
                    .descriptor(STANDARD_ERROR, 1)
                    .descriptor(STANDARD_ERROR, STANDARD_ERROR)
                    .newGroup()
                    .start());
        } catch (OsException e) {
            throw new IllegalArgumentException("--on-port: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until it, or a process that it has started, listens on a TCP port.
     *
     * @param stop whether to wait no longer
     */
    int awaitPort(BooleanSupplier stop) {
        try {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            OptionalInt port = port();
            while (port.isEmpty()) {
                if (process.reap() != null) {
                    ended = true;
                    throw new IllegalArgumentException("--on-port: " + program + " has ended and never listened");
                }
                if (stop.getAsBoolean() || System.nanoTime() > deadline) {
                    throw new IllegalArgumentException("--on-port: " + program + " does not listen on a TCP port"
                            + (stop.getAsBoolean() ? " yet" : ": it was given two minutes"));
                }
                LockSupport.parkNanos(LOOK_NANOS);
                port = port();
            }
            return port.getAsInt();
        } catch (IOException e) {
            throw new UncheckedIOException("--on-port", e);
        }
    }

    private OptionalInt port() throws IOException {
        List<String> own = new ArrayList<>(sockets(process.pid()));
        for (Proc child : Proc.descendants(process.pid())) {
            own.addAll(sockets(child.pid()));
        }
        for (String table : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc", Integer.toString(process.pid()), "net", table);
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] columns = line.strip().split("\\s+");
                    if (columns[STATE].equals(LISTENING) && own.contains("socket:[" + columns[INODE] + "]")) {
                        String port = columns[LOCAL].substring(columns[LOCAL].lastIndexOf(':') + 1);
                        return OptionalInt.of(Integer.parseInt(port, 16));
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    /** What the process has open that is a socket. */
    private static List<String> sockets(int pid) throws IOException {
        List<String> found = new ArrayList<>();
        Path folder = Path.of("/proc", Integer.toString(pid), "fd");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                found.add(Files.readSymbolicLink(file).toString());
            }
        } catch (NoSuchFileException | NotLinkException e) {
            return found; // It was closed, or the process has ended, while this looked. There will be another look.
        }
        return found;
    }

    /** Ends it, and what it has started, as Ctrl-C would, and waits for that; but not for ever. */
    @Override
    public void close() {
        try {
            long deadline = System.nanoTime() + GRACE_NANOS;
            signal(Signal.SIGINT);
            while (isThere() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            signal(Signal.SIGKILL);
            if (!ended) {
                process.await();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("--on-port", e);
        } finally {
            process.close();
        }
    }

    private void signal(Signal signal) throws IOException {
        if (isThere()) {
            Signals.sendToGroup(process.pid(), signal);
        }
    }

    /** Whether any of its group goes on: one that has ended may have to wait long until somebody reaps it. */
    private boolean isThere() throws IOException {
        return Proc.all().stream().anyMatch(one -> one.group() == process.pid() && one.state() != 'Z');
    }
}
