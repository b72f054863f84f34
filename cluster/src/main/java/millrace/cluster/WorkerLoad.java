package millrace.cluster;

/**
 * What a worker has been given, and what it says that it has: pure logic.
 *
 * <p>A worker's word is always a little old, but its answers come over the same line and in order: what it has accepted
 * since it spoke is what it did not count.
 */
final class WorkerLoad {
    private long accepted;
    private long acceptedWhenTold;
    private int told = -1;
    private WorkerReport report;

    /** The worker has accepted a connection. */
    void accepted() {
        accepted++;
    }

    /** The worker says how many connections it has. */
    void told(int open) {
        told = Math.max(0, open);
        acceptedWhenTold = accepted;
    }

    void reported(WorkerReport latest) {
        report = latest;
    }

    /** Connections that it has accepted since its start. */
    long connections() {
        return accepted;
    }

    /** Connections that it has now, once it has said something. */
    long open() {
        return told + accepted - acceptedWhenTold;
    }

    boolean isTold() {
        return told >= 0;
    }

    WorkerReport report() {
        return report;
    }
}
