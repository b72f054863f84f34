/** Texts in bodies are replaced on their way: nginx's sub module. */
package millrace.gateway.sub;
