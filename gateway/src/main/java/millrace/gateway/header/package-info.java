/**
 * Fields that a configuration adds to replies: nginx's headers module, {@code expires}, {@code add_header} and
 * {@code add_trailer}. Start reading at {@link millrace.gateway.header.HeadFields}.
 */
package millrace.gateway.header;
