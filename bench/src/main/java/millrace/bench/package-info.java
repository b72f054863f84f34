/** The load tester as a library: {@link millrace.bench.Bench} describes a run, and runs it. */
package millrace.bench;
