/**
 * A primary and its workers: one port, many processes.
 *
 * <p>Life of a worker: {@link millrace.cluster.Primary} makes an {@code Instance} for each worker that an app shall have.
 * Its {@code Supervision} decides that a process is needed; {@code Launch} starts one with what its {@code Provisions}
 * name; {@code Child} holds the process until it ends, {@code RunningWorker} the channel. The worker says {@code
 * queryServer}, {@code Ports} opens what it asks for, and a {@code RoundRobinPort} hands it connections when it is its turn
 * ({@code Turns}), which are remembered until it has accepted them ({@code HandOvers}). To end it, {@code Departure} asks,
 * then insists, and the {@code ProcessTree} goes with it. During a reload an instance has two processes, and {@code Roles}
 * knows who is who.
 *
 * <p>A Java program is the other side: {@code PrimarySource} stands in for a listening socket, {@code PrimaryLink} is its
 * end of the channel.
 *
 * <p>Start reading at {@code Message}: what the two sides say to each other. {@code Supervision}, {@code Departure},
 * {@code Turns}, {@code HandOvers}, {@code Backoff} and {@code LineSplitter} are pure logic, without threads and clocks.
 */
package millrace.cluster;
