/**
 * The highest arrival rate at which a server keeps a promise about latency. {@link
 * millrace.bench.capacity.CapacitySearch} decides which rate is tried next, without a clock; {@link
 * millrace.bench.capacity.LiveProbe} tries it.
 */
package millrace.bench.capacity;
