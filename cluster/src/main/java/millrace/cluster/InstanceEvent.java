package millrace.cluster;

/** What happens to an instance; {@link Supervision} decides what is done about it. */
sealed interface InstanceEvent {
    /** Somebody wants it to run. */
    record Start() implements InstanceEvent {}

    /** Somebody wants it to end. */
    record Stop() implements InstanceEvent {}

    /** Somebody wants a process that starts after this, with a gap. */
    record Restart() implements InstanceEvent {}

    /**
     * The same without a gap.
     *
     * @param patienceNanos how long the candidate has
     * @param silenceIsConsent whether one that is alive by then is ready, or has failed
     */
    record Reload(long patienceNanos, boolean silenceIsConsent) implements InstanceEvent {}

    /** The newest process is ready: the candidate if there is one, or else the present one. */
    record Ready() implements InstanceEvent {}

    /** The newest process runs but is no good. */
    record Unfit(String reason) implements InstanceEvent {}

    /** The present process has ended. */
    record Died(Cause cause) implements InstanceEvent {}

    /** The candidate has ended. */
    record CandidateDied(String how) implements InstanceEvent {}

    /** The time asked for with {@link InstanceEffects#wakeAfter} is over. */
    record TimeOver() implements InstanceEvent {}

    /** The present process has proved itself before its time: its end will not have been an early one. */
    record Proved() implements InstanceEvent {}

    /** The newest process could not be made, and trying again would not help. */
    record Impossible(String reason) implements InstanceEvent {}

    /** Why a process has ended. */
    enum Cause {
        /** Nobody knows: an error, a signal, or it just returned. */
        UNEXPECTED,
        /** It said goodbye to the primary before. */
        VOLUNTARY,
        /** With an exit code that the policy calls final. */
        FINAL
    }
}
