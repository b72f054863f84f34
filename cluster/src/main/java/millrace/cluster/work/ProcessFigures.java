package millrace.cluster.work;

import millrace.loop.pool.Latencies;

/**
 * What has happened in a pool of processes so far, and what tasks cost beside their work: {@code roundTrip} less {@code
 * runTime} is the way there and back, of which {@code serialiseNanos} and {@code deserialiseNanos} are spent on the pool's
 * loop.
 *
 * @param ready processes that take tasks at present
 * @param queued tasks that wait
 * @param running tasks that processes have
 * @param completed tasks whose result has come
 * @param failed tasks whose code threw
 * @param lost tasks whose process ended or was killed first
 * @param refused tasks that were never begun, and not because they were cancelled
 * @param cancelled tasks that were cancelled, begun or not
 * @param restarts processes started in place of others
 * @param recycled processes replaced because of their age or memory
 * @param bytesOut bytes of tasks, as they went over the channels
 * @param bytesIn bytes of answers
 * @param serialiseNanos spent making lines of payloads, all together
 * @param deserialiseNanos spent reading answers, all together
 * @param queueTime from submission until sent
 * @param roundTrip from sent until the answer was read
 * @param runTime as the workers measured it; of those that do
 */
public record ProcessFigures(
        int ready,
        int queued,
        int running,
        long completed,
        long failed,
        long lost,
        long refused,
        long cancelled,
        long restarts,
        long recycled,
        long bytesOut,
        long bytesIn,
        long serialiseNanos,
        long deserialiseNanos,
        Latencies queueTime,
        Latencies roundTrip,
        Latencies runTime) {}
