/**
 * Which command runs a script. Start reading at {@link millrace.manager.program.Script} (what a user has named, and how
 * it shall be run) and {@link millrace.manager.program.Program} (the command that came of it).
 */
package millrace.manager.program;
