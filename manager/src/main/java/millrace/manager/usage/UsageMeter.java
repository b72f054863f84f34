package millrace.manager.usage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * What each of the daemon's processes uses, by pm id: read when somebody asks, and every {@link #PERIOD_SECONDS} for the
 * history. That is to cost next to nothing in a daemon that rests, whose code is cold and ten times as slow as compiled:
 * trees are walked every {@link #WALK} periods, and only those known are read in between. For the loop's thread only.
 */
public final class UsageMeter {
    public static final int PERIOD_SECONDS = 30;

    private static final int WALK = 4;

    private static final class Entry {
        final int pid;
        final long startTicks;
        final CpuMeter cpu = new CpuMeter();
        final UsageHistory history;

        /** The tree as it was last walked. */
        int[] members;

        Entry(int pid, long startTicks, UsageHistory history) {
            this.pid = pid;
            this.members = new int[] {pid};
            this.startTicks = startTicks;
            this.history = history;
        }
    }

    private final EventLoop loop;
    private final ProcessTree tree = new ProcessTree();
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Timer timer;
    private int periods;

    public UsageMeter(EventLoop loop) {
        this.loop = loop;
        this.timer = loop.timer(this::sample);
    }

    /** The process that has this pm id from now on. The history of the one before goes on. */
    public void track(int pmId, int pid) {
        Entry before = entries.get(pmId);
        boolean there = look(new int[] {pid}, false);
        UsageHistory history = before == null ? new UsageHistory() : before.history;
        entries.put(pmId, new Entry(pid, there ? tree.rootStartTicks() : -1, history));
        if (!timer.isArmed()) {
            timer.arm(TimeUnit.SECONDS.toNanos(PERIOD_SECONDS));
        }
    }

    /** Its process has ended. */
    public void untrack(int pmId) {
        Entry entry = entries.get(pmId);
        if (entry != null) {
            entries.put(pmId, new Entry(0, -1, entry.history));
        }
    }

    /** There is no such pm id any more. */
    public void forget(int pmId) {
        entries.remove(pmId);
        if (entries.isEmpty()) {
            timer.cancel();
        }
    }

    /** What it uses at present; {@link Usage#NONE} when it does not run. */
    public Usage now(int pmId) {
        Entry entry = entries.get(pmId);
        return entry == null ? Usage.NONE : read(entry, true);
    }

    /** Its samples, the oldest first, {@link #PERIOD_SECONDS} apart; a time without a process counts as none used. */
    public List<Usage> history(int pmId) {
        Entry entry = entries.get(pmId);
        return entry == null ? List.of() : entry.history.samples();
    }

    private void sample() {
        boolean walk = periods++ % WALK == 0;
        entries.values().forEach(entry -> entry.history.add(read(entry, walk)));
        timer.arm(TimeUnit.SECONDS.toNanos(PERIOD_SECONDS));
    }

    private Usage read(Entry entry, boolean walk) {
        if (entry.pid == 0 || !look(entry.members, walk) || tree.rootStartTicks() != entry.startTicks) {
            return Usage.NONE;
        }
        if (walk) {
            entry.members = tree.members();
        }
        if (entry.cpu.hasBegun()) {
            entry.cpu.read(loop.nowNanos(), tree.cpuNanos());
        } else {
            entry.cpu.begin(loop.nowNanos(), tree.cpuNanos(), tree.rootAgeNanos());
        }
        return new Usage(entry.cpu.percent(), tree.residentBytes());
    }

    private boolean look(int[] members, boolean walk) {
        try {
            return walk ? tree.look(members[0]) : tree.lookAgain(members);
        } catch (IOException e) {
            System.getLogger("millrace.manager")
                    .log(Level.WARNING, "usage of process {0}: {1}", members[0], e.getMessage());
            return false;
        }
    }
}
