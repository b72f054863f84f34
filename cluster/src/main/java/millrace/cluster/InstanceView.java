package millrace.cluster;

import millrace.os.ExitStatus;

/**
 * How an instance is doing, at the time of asking.
 *
 * @param number which instance of its app, from 0
 * @param worker the process that counts, or {@code null}; during a reload the one that serves
 * @param candidate the process on trial during a reload, or {@code null}
 * @param restarts how many processes followed another one, for whatever reason; starting what is at rest is none
 * @param unstableRestarts how many of the last ones, in a row, died early
 * @param startedAtMillis when the process that counts started, or the last one that did, since the epoch; 0 if none
 * @param lastExit how the last process that ended did so, or {@code null}
 */
public record InstanceView(
        int number,
        InstanceState state,
        Worker worker,
        Worker candidate,
        int restarts,
        int unstableRestarts,
        long startedAtMillis,
        ExitStatus lastExit) {}
