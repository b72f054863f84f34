package millrace.cluster;

/**
 * What has become of a reload.
 *
 * @param reason half a sentence for people, or {@code null} when there is nothing to explain
 */
public record ReloadOutcome(Kind kind, String reason) {

    /** Which way it went. */
    public enum Kind {
        /** A new process has taken the old one's place, without a gap. */
        REPLACED,
        /** The old process was ended first, since two of its kind cannot stand beside each other. */
        RESTARTED,
        /** Nothing ran, and now something does. */
        STARTED,
        /** The old process goes on; the reason says why. */
        KEPT,
        /** There is no process that is ready; the reason says why. */
        FAILED
    }

    /** Whether a process started after the request is ready now. */
    public boolean isDone() {
        return switch (kind) {
            case REPLACED, RESTARTED, STARTED -> true;
            case KEPT, FAILED -> false;
        };
    }

    static ReloadOutcome of(Kind kind) {
        return new ReloadOutcome(kind, null);
    }

    static ReloadOutcome kept(String reason) {
        return new ReloadOutcome(Kind.KEPT, reason);
    }

    static ReloadOutcome failed(String reason) {
        return new ReloadOutcome(Kind.FAILED, reason);
    }
}
