/**
 * Names of servers: how configurations write them, and who is asked for their addresses while the gateway runs. Start
 * reading at {@link millrace.gateway.resolver.ResolverSettings}; {@link millrace.gateway.resolver.Resolvers} are a loop's
 * clients of name servers.
 */
package millrace.gateway.resolver;
