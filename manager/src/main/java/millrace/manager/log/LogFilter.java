package millrace.manager.log;

import millrace.cluster.PrimaryEvents.Stream;

/**
 * Which lines a follower gets.
 *
 * @param pmId of one process alone; negative: of all
 * @param stream one alone; {@code null}: both
 */
public record LogFilter(int pmId, Stream stream) {
    public static final LogFilter ALL = new LogFilter(-1, null);

    boolean takes(int id, Stream from) {
        return (pmId < 0 || pmId == id) && (stream == null || stream == from);
    }
}
