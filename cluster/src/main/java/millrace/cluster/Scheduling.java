package millrace.cluster;

/** Who accepts the connections of a port that several workers listen on. */
public enum Scheduling {
    /** The primary accepts, takes the workers in turn, and hands the connection over; Node's {@code SCHED_RR}. */
    ROUND_ROBIN("round-robin"),
    /** The primary accepts, and hands the connection to the worker that has the fewest. */
    LEAST_CONNECTIONS("least-connections"),
    /** The primary accepts, and hands all connections from one address to the same worker, as long as it is there. */
    STICKY("sticky"),
    /** The workers have the listening socket in common and accept themselves; Node's {@code SCHED_NONE}. */
    SHARED("shared"),
    /**
     * A reverse proxy in the primary ({@link Gate}) leads each request, not each connection, to the worker that has the
     * fewest; what a worker has not answered goes to another, if it may be repeated. Each worker listens on a port of its
     * own on the loopback interface. Programs with {@link AppSpec.Protocol#LISTEN_FDS} get such a socket, too.
     */
    GATEWAY("gateway");

    private final String label;

    Scheduling(String label) {
        this.label = label;
    }

    /** Whether the primary accepts connections and hands them to workers, so that it can lead one to a certain worker. */
    public boolean handsOver() {
        return this != SHARED && this != GATEWAY;
    }

    /** The name that users write. */
    @Override
    public String toString() {
        return label;
    }

    /**
     * The scheduling of a name that users write; Node's names ({@code rr}, {@code none}) and nginx's
     * ({@code least_conn}, {@code ip_hash}) are understood too.
     *
     * @throws IllegalArgumentException for any other name, listing those there are
     */
    public static Scheduling of(String label) {
        return switch (label) {
            case "round-robin", "rr" -> ROUND_ROBIN;
            case "least-connections", "least_conn" -> LEAST_CONNECTIONS;
            case "sticky", "ip_hash" -> STICKY;
            case "shared", "none" -> SHARED;
            case "gateway" -> GATEWAY;
            default -> throw new IllegalArgumentException("unknown scheduling \"" + label
                    + "\"; there are round-robin, least-connections, sticky, shared and gateway");
        };
    }
}
