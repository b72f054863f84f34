/**
 * What apps write, from their pipes into files. Start reading at {@link millrace.manager.log.AppLog}.
 *
 * <p>The life of a line, on the daemon's loop unless said otherwise: a block of lines comes from a primary to {@code
 * AppLog}, which has a {@code Feed} for each stream of each process and each of its files. The {@code LogFile} lets its
 * {@code Mixer} format the lines ({@code LineFormat}) into the {@code Backlog}, so that no stream writes within a line of
 * another, and gives the backlog to a worker, where {@code OpenFile} writes it. When it comes faster than the disk takes it,
 * {@code Pressure} pauses the processes, which wait in the kernel. When the disk takes none, {@code Outage} remembers what
 * was lost and what must be finished. {@code Rotation} and {@code Archive} put full files aside.
 *
 * <p>{@code Backlog}, {@code Losses}, {@code Outage}, {@code Pressure}, the formats and {@code Rotation}'s calendar are pure
 * logic, without threads and clocks.
 */
package millrace.manager.log;
