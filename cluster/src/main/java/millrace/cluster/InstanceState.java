package millrace.cluster;

/** Where an instance of an app stands. Two of the states are parts of a longer act, which users see by what goes on. */
public enum InstanceState {
    /** Nothing runs and nothing shall. */
    STOPPED("stopped"),
    /** A process runs that is not yet ready. */
    LAUNCHING("launching"),
    /** A process runs that is. */
    ONLINE("online"),
    /** A process serves, and beside it another one is on trial that shall take its place. */
    RELOADING("online"),
    /** No process runs; the next one starts when the delay is over. */
    WAITING("waiting restart"),
    /** A process runs that has been asked to end. */
    STOPPING("stopping"),
    /** The same, and another one starts when it has. */
    RESTARTING("stopping"),
    /** No process runs and none is started, unless after a long rest: the last ones all died early, or none could start. */
    ERRORED("errored");

    private final String label;

    InstanceState(String label) {
        this.label = label;
    }

    /** PM2's word. */
    @Override
    public String toString() {
        return label;
    }
}
