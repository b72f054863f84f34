package millrace.offload.dns;

/**
 * Where a service runs. Source: RFC 2782.
 *
 * @param priority the least is asked first
 * @param weight how often this one is chosen among those of the same priority, in proportion; 0 for hardly ever
 * @param host its name, to be looked up
 */
public record Service(int priority, int weight, int port, String host) {}
