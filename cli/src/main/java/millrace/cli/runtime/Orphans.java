package millrace.cli.runtime;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Proc;

/**
 * The first process of a PID namespace, which the entry point of a container is, inherits the children of whoever dies,
 * and would collect them as zombies. This reaps them. Our own children are reaped at once by who has started them, here or
 * in the JDK; so a zombie that is still there after a while is nobody's. For the loop's own thread.
 */
final class Orphans {
    private static final int INIT = 1;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A process by number and start: numbers are used again. */
    private record Zombie(int pid, long startTicks) {}

    private final int self;
    private final Timer timer;
    private Set<Zombie> seen = Set.of();
    private boolean armed;

    private Orphans(EventLoop loop, int self) {
        this.self = self;
        this.timer = loop.timer(this::look);
    }

    /** @return what to run at each SIGCHLD; nothing happens unless this process is the first of its namespace */
    static Runnable reaper(EventLoop loop) {
        int self = (int) ProcessHandle.current().pid();
        return self == INIT ? new Orphans(loop, self)::childEnded : () -> {};
    }

    /** Some child has ended. Many may in a moment: they are looked at together. */
    private void childEnded() {
        if (!armed) {
            armed = true;
            timer.arm(PATIENCE_NANOS);
        }
    }

    private void look() {
        armed = false;
        Set<Zombie> now = new HashSet<>();
        try {
            for (Proc process : Proc.all()) {
                if (process.state() == 'Z' && process.parent() == self) {
                    now.add(new Zombie(process.pid(), process.startTicks()));
                }
            }
        } catch (IOException e) {
            System.getLogger("millrace.runtime").log(Level.WARNING, "orphans are not reaped: {0}", e.getMessage());
        }
        for (Zombie zombie : now) {
            if (seen.contains(zombie)) {
                reap(zombie.pid);
            }
        }
        now.removeAll(seen);
        seen = now;
        if (!seen.isEmpty()) {
            childEnded();
        }
    }

    private static void reap(int pid) {
        try {
            PidFd.reap(pid);
        } catch (OsException e) {
            if (e.errno() != Errno.ECHILD.number()) {
                System.getLogger("millrace.runtime").log(Level.WARNING, "process {0}: {1}", pid, e.getMessage());
            }
        }
    }
}
