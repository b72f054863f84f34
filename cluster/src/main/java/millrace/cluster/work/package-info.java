/**
 * A fixed pool of worker processes, for work that may crash, leak or hang.
 *
 * <p>{@code WorkerProcesses} takes tasks; {@code Dispatcher} gives them to processes, which {@code Roster} keeps running
 * through a {@link millrace.cluster.Primary}. The other side is {@code TaskWorker} for Java; a program in any other language
 * reads and writes lines on the Unix socket that {@code NODE_CHANNEL_FD} names ({@code process.on('message')} and {@code
 * process.send} in Node). One JSON object a line:
 *
 * <pre>
 *   worker → pool   {"cmd":"millrace:ready"}                                   once, before it gets tasks
 *   pool → worker   {"cmd":"millrace:task","id":7,"payload":…}
 *                   {"cmd":"millrace:task","id":7,"bytes":"…base64…"}          when the payload is a byte array
 *   pool → worker   {"cmd":"millrace:cancel","id":7}                           nobody wants it any more; answer anyhow
 *   worker → pool   {"cmd":"millrace:result","id":7,"ns":1234,"payload":…}     or bytes; ns: how long the work took
 *                   {"cmd":"millrace:error","id":7,"ns":1234,"name":"TypeError","message":"…","stack":"…"}
 * </pre>
 *
 * <p>A line is {@link millrace.cluster.Primary#LONGEST_MESSAGE} long at most. {@code ns}, {@code name} and {@code stack} may
 * be missing, other members are ignored. A worker that sends something that is not JSON, or one of these messages gone
 * wrong, is killed: an answer may have been torn. A worker ends when the other end of its channel is closed.
 *
 * <p>Descriptors of shared memory beside the lines were considered for large payloads and are not used: see the figures in
 * {@code docs/worker-processes.md}.
 */
package millrace.cluster.work;
