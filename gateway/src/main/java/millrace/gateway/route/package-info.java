/** Which server and location a request is for, and the directives that send it elsewhere. */
package millrace.gateway.route;
