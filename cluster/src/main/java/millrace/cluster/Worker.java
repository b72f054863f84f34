package millrace.cluster;

/**
 * A worker process as its primary sees it. The object stays valid after the process has ended. For the loop's own thread
 * only.
 */
public sealed interface Worker permits RunningWorker {

    /** How far it has come, in Node's words. */
    enum State {
        /** The process has started. */
        NONE,
        /** It has said that it runs. */
        ONLINE,
        /** It listens on at least one port. */
        LISTENING,
        /** Its channel is closed. */
        DISCONNECTED,
        /** The process has ended. */
        DEAD
    }

    /** Which worker of its primary it is: counts from 1, and is never used again. */
    int id();

    /** Which instance of the app it is, from 0; its successor is the same instance. */
    int instance();

    int pid();

    /**
     * The port of the loopback interface that was its own from the start, by {@link AppSpec.Protocol#PORT}, or by {@link
     * Scheduling#GATEWAY} with {@link AppSpec.Protocol#LISTEN_FDS}; else 0.
     */
    int port();

    State state();

    /** Whether it left of its own will, or because it was asked to: then its end is no accident. */
    boolean exitedAfterDisconnect();

    /** Connections that the primary has handed over to it and that it has accepted. */
    long connections();

    /** Connections that are handed over and not yet accepted. */
    int connectionsUnderWay();

    /** Connections that it has now, or −1 when it does not say. */
    long openConnections();

    /** How it is, as it said last; {@code null} as long as it has said nothing. */
    WorkerReport report();
}
