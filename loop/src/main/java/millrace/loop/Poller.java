package millrace.loop;

import millrace.os.OsException;

/**
 * The seam to the kernel's readiness mechanisms. A poller belongs to one loop and its thread.
 *
 * <p>The contract that every poller keeps, and that {@code PollerContract} tests on each:
 *
 * <ol>
 *   <li>A descriptor is added once, with an interest of {@link #READ}, {@link #WRITE} or both, and changed or removed
 *       only after it was added.
 *   <li>{@link #await} answers how many descriptors are ready; {@link #descriptor} and {@link #ready} name them until
 *       the next {@code await}. A descriptor appears at most once in an answer.
 *   <li>An error or a hang-up is reported as readiness for all that is of interest, so that the next read or write meets
 *       it. Readiness is a hint: the call that follows may still answer −EAGAIN.
 *   <li>Level-triggered pollers repeat what is still ready. An edge-triggered one reports a change once, whatever the
 *       interest was when it was reported; {@link Watch} remembers it.
 *   <li>Removing a descriptor that is about to be closed, the only one for its file, need not reach the kernel.
 * </ol>
 */
interface Poller extends AutoCloseable {
    int READ = 1;
    int WRITE = 2;
    /** Reported, never asked for: the other end will send no more, so a short read is not yet the end of the news. */
    int HANGUP = 4;

    boolean edgeTriggered();

    void add(int fd, int interest) throws OsException;

    void modify(int fd, int interest) throws OsException;

    /**
     * @param closing the descriptor is closed in this very turn, and no other stands for the same open file
     */
    void remove(int fd, boolean closing) throws OsException;

    /**
     * Waits for events.
     *
     * @param timeoutMillis 0 returns at once, −1 waits for ever
     * @return the number of ready descriptors, 0 when the time is over or a signal came in between
     */
    int await(int timeoutMillis) throws OsException;

    int descriptor(int i);

    int ready(int i);

    @Override
    void close();
}
