/** Requests that are made beside a request or after it, whose answers nobody sees. */
package millrace.gateway.mirror;
