/** Where clients come in: ports, connections, virtual servers. Start reading at {@link millrace.gateway.server.Gateway}. */
package millrace.gateway.server;
