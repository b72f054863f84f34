package millrace.cluster;

import java.util.LinkedHashSet;
import java.util.Set;
import millrace.os.ExitStatus;
import millrace.os.OsException;

/** Who is who among the processes of an instance. For the loop's own thread only. */
final class Roles {
    /** What a process was to its instance when it ended. */
    enum Role {
        PRESENT,
        CANDIDATE,
        /** It had lost its place before. */
        NONE
    }

    private final Fleet fleet;
    private final int number;

    /** Whatever runs: the present process, the candidate, and those that have lost their place and are going. */
    private final Set<Child> children = new LinkedHashSet<>();

    private Child present;
    private Child candidate;

    /** What stands in the place of one of them until its end is known, or {@code null}. */
    private Stillborn presentFailure;

    private Stillborn candidateFailure;

    /** What the next present process will be instead of a new one, or {@code null}. */
    private AdoptedProcess found;

    private int restarts;
    private long startedAtMillis;
    private long candidateStartedAtMillis;
    private ExitStatus lastExit;

    Roles(Fleet fleet, int number) {
        this.fleet = fleet;
        this.number = number;
    }

    /** The process that counts, or {@code null}. */
    Child present() {
        return present;
    }

    /** The present process has had its time to listen. One that leaves has left its ports to its successor. */
    void settled() {
        if (present == null || !present.worker().exitedAfterDisconnect()) {
            fleet.ports().settled(number);
        }
    }

    /** The process on trial, or {@code null}. */
    Child candidate() {
        return candidate;
    }

    boolean isNewest(Child child) {
        return child != null && child == (candidate != null ? candidate : present);
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    InstanceView view(InstanceState state, int earlyDeaths) {
        return new InstanceView(
                number,
                state,
                present == null ? null : present.worker(),
                candidate == null ? null : candidate.worker(),
                restarts,
                earlyDeaths,
                startedAtMillis,
                lastExit);
    }

    void resetCounts() {
        restarts = 0;
    }

    /** A process runs already: the next present one is that. */
    void find(AdoptedProcess process) {
        if (present != null) {
            throw new IllegalStateException("instance " + number + " has a process already");
        }
        found = process;
    }

    boolean hasFound() {
        return found != null;
    }

    /**
     * Starts the present process, or takes the one that was found.
     *
     * @param again whether it follows another one: what has been at rest is not restarted but started
     * @return {@code null}, or what stands in its place because it could not be started
     */
    Stillborn launchPresent(boolean again) {
        presentFailure = null;
        if (found != null) {
            adopt(found);
            found = null;
            return null;
        }
        restarts += again ? 1 : 0;
        try {
            startedAtMillis = System.currentTimeMillis();
            present = launch();
        } catch (OsException e) {
            presentFailure = Stillborn.of(e);
        }
        return presentFailure;
    }

    private void adopt(AdoptedProcess process) {
        restarts = process.restarts();
        present = fleet.enter(number, Launch.of(process));
        children.add(present);
        startedAtMillis = process.startedAtMillis();
    }

    /** Starts the candidate; the answer is that of {@link #launchPresent}. */
    Stillborn launchCandidate() {
        candidateFailure = null;
        try {
            candidateStartedAtMillis = System.currentTimeMillis();
            candidate = launch();
            candidate.worker().onTrial(true);
        } catch (OsException e) {
            candidateFailure = Stillborn.of(e);
        }
        return candidateFailure;
    }

    private Child launch() throws OsException {
        Child child = fleet.launch(number);
        children.add(child);
        return child;
    }

    /** The end of a process that was never there is known. */
    Role buries(Stillborn failure) {
        if (failure == presentFailure) {
            presentFailure = null;
            return Role.PRESENT;
        }
        if (failure == candidateFailure) {
            candidateFailure = null;
            return Role.CANDIDATE;
        }
        return Role.NONE;
    }

    /** The candidate takes the place of the present process, which goes. */
    void promote() {
        Child before = present;
        present = candidate;
        startedAtMillis = candidateStartedAtMillis;
        presentFailure = candidateFailure;
        candidate = null;
        candidateFailure = null;
        restarts++;
        if (present != null) {
            present.worker().onTrial(false);
            // Perhaps it has only been silent for long enough.
            fleet.serves(present.worker());
        }
        if (before != null) {
            before.leave();
        }
    }

    void dismissCandidate() {
        candidateFailure = null;
        if (candidate != null) {
            candidate.leave();
            candidate = null;
        }
    }

    void stopPresent() {
        if (present != null) {
            if (fleet.isStopping()) {
                present.leave();
            } else {
                present.stop();
            }
        }
    }

    /** A process has ended. */
    Role ended(Child child, ExitStatus status) {
        children.remove(child);
        lastExit = status;
        if (child == candidate) {
            candidate = null;
            return Role.CANDIDATE;
        }
        if (child == present) {
            present = null;
            return Role.PRESENT;
        }
        return Role.NONE;
    }

    /** Half a sentence about the last end, for whoever has waited for a process to be ready. */
    String lastWords() {
        return "it ended before it was ready" + (lastExit == null ? "" : ": " + lastExit.describe());
    }
}
