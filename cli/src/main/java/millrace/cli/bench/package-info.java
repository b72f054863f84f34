/**
 * {@code millrace bench}: autocannon's command line, and what goes beyond it. {@link Flag} is the table of all flags.
 */
package millrace.cli.bench;
