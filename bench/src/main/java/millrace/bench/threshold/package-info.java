/** What a run has to keep, so that a build may go on: {@link millrace.bench.threshold.Threshold}. */
package millrace.bench.threshold;
