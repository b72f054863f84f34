/**
 * Work off the loop, and its way back: {@link millrace.loop.pool.CpuPool} for computing, {@link
 * millrace.loop.pool.IoPool} for calls that wait. Start reading at {@link millrace.loop.pool.Lane}.
 */
package millrace.loop.pool;
