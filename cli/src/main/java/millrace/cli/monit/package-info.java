/** {@code millrace monit}: a dashboard on the terminal. What is shown is a pure function of what is known and the size. */
package millrace.cli.monit;
