package millrace.cluster;

import millrace.os.ExitStatus;

/**
 * How an instance is doing, at the time of asking.
 *
 * @param number which instance of its app, from 0
 * @param worker the process that counts, or {@code null}; during a reload the one that serves
 * @param candidate the process on trial during a reload, or {@code null}
 * @param restarts how many processes followed the first one, for whatever reason
 * @param unstableRestarts how many of the last ones, in a row, died early
 * @param startedAtMillis when the last process started, since the epoch; 0 when none ever did
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
