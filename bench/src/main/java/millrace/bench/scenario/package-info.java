/**
 * What virtual users do, from files: {@link millrace.bench.scenario.Scenario} reads one and runs it. A file becomes
 * {@code Value}s that know their place, these a {@code Flow} of steps, and a {@code Visitor} goes through it.
 */
package millrace.bench.scenario;
