/**
 * What is counted and measured: exact counts, and whole distributions of which nothing is averaged. A {@link
 * millrace.bench.measure.Recorder} belongs to one loop; {@link millrace.bench.measure.Totals} merges them.
 */
package millrace.bench.measure;
