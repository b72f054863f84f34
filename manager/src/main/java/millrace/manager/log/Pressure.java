package millrace.manager.log;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who has to wait because a file does not take what they write as fast as they write it. For the loop's own thread. */
final class Pressure {
    /** Who writes when so much is not in the file yet waits until it is down to so much. */
    private static final long HIGH_BYTES = 1 << 20;

    private static final long LOW_BYTES = 256 << 10;

    private final Set<LoggedProcess> paused = new LinkedHashSet<>();
    private long againBytes;

    /** @param bytes that wait, now that this process has written more of them */
    void rises(long bytes, LoggedProcess writer) {
        if (bytes <= HIGH_BYTES) {
            return;
        }
        if (paused.add(writer)) {
            writer.pause();
            againBytes = bytes + HIGH_BYTES;
        } else if (bytes > againBytes) {
            // It has been restarted meanwhile, and who came after it knows nothing.
            writer.pauseAgain();
            againBytes = bytes + HIGH_BYTES;
        }
    }

    void falls(long bytes) {
        if (bytes < LOW_BYTES && !paused.isEmpty()) {
            List<LoggedProcess> all = List.copyOf(paused);
            paused.clear();
            all.forEach(LoggedProcess::resume);
        }
    }

    /** The process does not write here any more, and must not wait for it. */
    void forget(LoggedProcess process) {
        if (paused.remove(process)) {
            process.resume();
        }
    }
}
