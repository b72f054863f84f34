/**
 * What {@code millrace gateway check} says of a file: all mistakes at once, and traps. Start at {@link
 * millrace.gateway.config.check.Check}.
 */
package millrace.gateway.config.check;
