package millrace.manager.log;

import java.util.ArrayList;
import java.util.List;
import millrace.cluster.PrimaryEvents.Stream;

/** A process as its logs know it: where its streams go, and whether it has to wait. For the loop's own thread. */
final class LoggedProcess {
    final int pmId;
    final LogPaths paths;
    final List<Feed> out = new ArrayList<>();
    final List<Feed> error = new ArrayList<>();
    private final LogPipes pipes;

    /** How many of its files cannot keep up. */
    private int waitsFor;

    LoggedProcess(int pmId, LogPaths paths, LogPipes pipes) {
        this.pmId = pmId;
        this.paths = paths;
        this.pipes = pipes;
    }

    List<Feed> feeds(Stream stream) {
        return stream == Stream.STDOUT ? out : error;
    }

    void pause() {
        if (waitsFor++ == 0) {
            pipes.pause(pmId);
        }
    }

    void pauseAgain() {
        pipes.pause(pmId);
    }

    void resume() {
        if (--waitsFor == 0) {
            pipes.resume(pmId);
        }
    }
}
