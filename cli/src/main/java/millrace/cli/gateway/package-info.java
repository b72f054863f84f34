/** The command {@code millrace gateway}. */
package millrace.cli.gateway;
