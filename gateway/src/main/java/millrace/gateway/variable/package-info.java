/** Variables, and the texts that are put together from them: {@link millrace.gateway.variable.Template}. */
package millrace.gateway.variable;
