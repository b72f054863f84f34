/**
 * The gateway as a process: nginx's command line, its pid file, its signals, and the hand-over to a new binary. Start at
 * {@link millrace.gateway.process.Nginx}, then {@link millrace.gateway.process.Master}.
 */
package millrace.gateway.process;
