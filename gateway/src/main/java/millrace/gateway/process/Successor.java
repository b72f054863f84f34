package millrace.gateway.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import millrace.gateway.port.Door;
import millrace.os.ExitStatus;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Spawn;

/** A new binary that was started beside this one and given its listening sockets. For the main thread. */
final class Successor {
    private final PidFd process;

    private Successor(PidFd process) {
        this.process = process;
    }

    /**
     * Starts it; it says by a pid file of its own that it serves.
     *
     * @param words of the command line
     * @param sockets by address; the child has them under the same numbers
     */
    static Successor start(List<String> words, Map<Door, Integer> sockets) throws IOException {
        Map.Entry<String, String> variable = Inheritance.variable(sockets);
        Spawn spawn = new Spawn(ThisCommand.afresh(words))
                .blocked(Detachment.SIGNALS)
                .variable(variable.getKey(), variable.getValue())
                .inheritStandard();
        sockets.values().forEach(fd -> spawn.descriptor(fd, fd));
        return new Successor(spawn.start());
    }

    int pid() {
        return process.pid();
    }

    /** How it has ended, or {@code null} while it runs. Once. */
    ExitStatus ended() throws OsException {
        ExitStatus status = process.reap();
        if (status != null) {
            process.close();
        }
        return status;
    }
}
