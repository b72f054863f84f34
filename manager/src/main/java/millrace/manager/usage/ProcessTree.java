package millrace.manager.usage;

import java.io.IOException;
import java.util.Arrays;
import millrace.os.ProcReader;

/**
 * A process and all below it, summed up. Memory that processes share counts in each of them, as in PM2's figures. A
 * process that has left the tree (a daemon whose parent is gone) is not found. For one thread at a time.
 */
public final class ProcessTree {
    private final ProcReader reader = new ProcReader();

    /** Those still to be looked at, and behind them, in place, those that come up. */
    private int[] found = new int[16];

    private int count;
    private long cpuNanos;
    private long residentBytes;
    private long rootStartTicks;
    private long rootStartedNanos;

    /**
     * Reads the tree below a process: whether there is such a process. It takes about 10 µs a process, and 5 µs a
     * thread of those that have several.
     */
    public boolean look(int root) throws IOException {
        return look(new int[] {root}, true);
    }

    /** The same for those that an earlier look has found, the root first: whoever has come up since is not seen. */
    boolean lookAgain(int[] members) throws IOException {
        return look(members, false);
    }

    private boolean look(int[] known, boolean withChildren) throws IOException {
        cpuNanos = 0;
        residentBytes = 0;
        count = 0;
        boolean there = false;
        for (int pid : known) {
            add(pid);
        }
        for (int next = 0; next < count; next++) {
            if (!reader.look(found[next])) {
                continue;
            }
            cpuNanos += reader.cpuNanos();
            residentBytes += reader.residentBytes();
            if (next == 0) {
                // A process that is just being made has no memory yet.
                there = true;
                rootStartTicks = reader.startTicks();
                rootStartedNanos = reader.startedNanos();
            }
            if (withChildren) {
                reader.children(this::add);
            }
        }
        return there;
    }

    /** Those that the last look has found, the root first. */
    int[] members() {
        return Arrays.copyOf(found, count);
    }

    private void add(int pid) {
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = pid;
    }

    /** All CPU time, that of ended processes included that were waited for, in steps of 10 ms. */
    public long cpuNanos() {
        return cpuNanos;
    }

    public long residentBytes() {
        return residentBytes;
    }

    /** Tells the root from another process that has its number later. */
    long rootStartTicks() {
        return rootStartTicks;
    }

    /** How old the root is. */
    long rootAgeNanos() {
        return Math.max(1, reader.uptimeNanos() - rootStartedNanos);
    }
}
