/** Replies to other paths, before and behind bodies: nginx's addition module. */
package millrace.gateway.addition;
