/** The error log, the access log, and the files and syslog servers that their lines go to. */
package millrace.gateway.log;
