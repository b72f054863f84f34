/** Where the gateway listens, whatever is spoken there: addresses, their sockets, and each loop's part of one. */
package millrace.gateway.port;
