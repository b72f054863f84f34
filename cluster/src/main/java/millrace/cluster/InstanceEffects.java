package millrace.cluster;

/** What {@link Supervision} has done to the world. What comes of it is an event later, not from inside the call. */
interface InstanceEffects {
    /** Starts a process, which is the present one. */
    void spawn();

    /** Starts a process, which is the candidate. */
    void spawnCandidate();

    /** The candidate is the present process now; the one before, if it still runs, shall finish and go. */
    void promote();

    /** The candidate shall end: it has lost. */
    void dismissCandidate();

    /** The reload is over without success. */
    void reloadFailed(String reason);

    /** Asks the present process to end, and sees to it that it does. */
    void askToStop();

    /** Sends {@link InstanceEvent.TimeOver} later; takes the place of an earlier request. */
    void wakeAfter(long nanos);

    /** Takes {@link #wakeAfter} back. */
    void stopWaking();

    /** The process has not become ready in its time, and counts as ready. */
    void late();

    void restarting(long delayNanos);

    void errored(String reason);

    /** Nothing runs any more and nothing shall. */
    void stopped();
}
