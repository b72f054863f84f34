/**
 * Field compression of HTTP/2 (RFC 7541): bytes and tables, nothing of frames or messages.
 *
 * <p>Start reading at {@link millrace.http.hpack.HpackDecoder}. What comes out of it, and what goes into
 * {@link millrace.http.hpack.HpackEncoder}, are field lines as HTTP/1 has them: {@code name: value} and CRLF.
 */
package millrace.http.hpack;
