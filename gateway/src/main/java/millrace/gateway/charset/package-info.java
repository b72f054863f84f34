/**
 * Charsets of texts: what content types say of them, and texts that are written anew in another one. Nginx's charset
 * module; start reading at {@link millrace.gateway.charset.CharsetFilter}.
 */
package millrace.gateway.charset;
