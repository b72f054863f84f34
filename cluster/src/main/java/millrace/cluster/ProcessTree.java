package millrace.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Proc;
import millrace.os.Signal;
import millrace.os.Signals;

/**
 * A worker's process and everything that it has started: its process group, and descendants that have left the group as
 * long as their ancestors live, by {@code /proc}. For the loop's own thread only.
 */
final class ProcessTree {
    /** So often is looked for more before all is killed that has been found; more than that only a fork bomb makes. */
    private static final int MOST_ROUNDS = 16;

    private final int leader;

    /** Descendants outside of the group, held by descriptor, since their numbers may pass to strangers. */
    private final List<PidFd> strays = new ArrayList<>();

    /**
     * @param leader of its process group, not reaped as long as signals are sent
     */
    ProcessTree(int leader) {
        this.leader = leader;
    }

    /** Sends everything a signal; nobody there is no error. */
    void signal(Signal signal) {
        findStrays();
        if (signal == Signal.SIGKILL) {
            freeze();
        }
        send(signal);
    }

    /** What has stopped starts nothing more, so that what is found then is everything. */
    private void freeze() {
        int round = 0;
        do {
            send(Signal.SIGSTOP);
            round++;
        } while (findStrays() && round < MOST_ROUNDS);
    }

    private void send(Signal signal) {
        Signals.sendToGroup(leader, signal);
        strays.forEach(stray -> stray.send(signal));
    }

    /** Whether there are more than before. */
    private boolean findStrays() {
        int before = strays.size();
        try {
            List<Proc> found = new ArrayList<>(Proc.descendants(leader));
            for (PidFd stray : List.copyOf(strays)) {
                found.addAll(Proc.descendants(stray.pid()));
            }
            for (Proc process : found) {
                if (process.group() != leader && strays.stream().noneMatch(stray -> stray.pid() == process.pid())) {
                    hold(process);
                }
            }
        } catch (IOException e) {
            System.getLogger("millrace.cluster").log(Level.WARNING, "looking for what worker {0} has started: {1}",
                    Integer.toString(leader), e.getMessage());
        }
        return strays.size() > before;
    }

    private void hold(Proc process) throws IOException {
        PidFd held;
        try {
            held = PidFd.open(process.pid());
        } catch (OsException e) {
            System.getLogger("millrace.cluster").log(Level.DEBUG, "gone already", e);
            return;
        }
        Proc now = Proc.of(process.pid());
        if (now != null && now.startTicks() == process.startTicks()) {
            strays.add(held);
        } else {
            held.close();
        }
    }

    /** Whether nothing of it runs, after the leader itself has ended and was reaped. */
    boolean isGone() {
        try {
            strays.removeIf(ProcessTree::hasEnded);
            return strays.isEmpty() && !groupRuns();
        } catch (UncheckedIOException e) {
            System.getLogger("millrace.cluster").log(Level.WARNING, "looking for what is left of worker {0}: {1}",
                    Integer.toString(leader), e.getMessage());
            return true;
        }
    }

    private boolean groupRuns() {
        if (!Signals.groupExists(leader)) {
            return false;
        }
        try {
            return Proc.all().stream().anyMatch(process -> process.group() == leader && process.state() != 'Z');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasEnded(PidFd process) {
        try {
            Proc now = process.exists() ? Proc.of(process.pid()) : null;
            boolean ended = now == null || now.state() == 'Z';
            if (ended) {
                process.close();
            }
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing more is done about it. */
    void close() {
        strays.forEach(PidFd::close);
        strays.clear();
    }
}
