/**
 * The configuration: from {@code nginx.conf} to one immutable snapshot.
 *
 * <p>Start at {@link millrace.gateway.config.Registry} (what a feature tells of itself), then
 * {@link millrace.gateway.config.Lexer}, {@link millrace.gateway.config.Parser} (text to a tree of statements),
 * {@link millrace.gateway.config.Reading} (the tree against the table) and {@link millrace.gateway.config.Scope}.
 *
 * <p>A text of the configuration has one character for each octet of its file (ISO 8859-1), because nginx's files have
 * octets and no encoding: what goes into a response goes there as it stood in the file.
 */
package millrace.gateway.config;
