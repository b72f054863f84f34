/** Server-side includes: commands in bodies that are carried out on their way. */
package millrace.gateway.ssi;
