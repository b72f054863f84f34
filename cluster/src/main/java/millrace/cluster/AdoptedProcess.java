package millrace.cluster;

import millrace.os.PidFd;

/**
 * A process that runs already, for {@link Primary#adopt}.
 *
 * @param process leads its own process group, as all workers do
 * @param stdout a non-blocking descriptor that its output can be read from, or −1
 * @param stderr the same for its standard error
 * @param startedAtMillis since the epoch
 * @param restarts how many processes the instance has had before
 */
public record AdoptedProcess(PidFd process, int stdout, int stderr, long startedAtMillis, int restarts) {}
