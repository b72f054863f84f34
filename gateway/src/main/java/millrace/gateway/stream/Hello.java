package millrace.gateway.stream;

import java.util.List;

/**
 * What a client says in the clear at the beginning of TLS. RFC 8446 section 4.1.2, RFC 6066 section 3, RFC 7301.
 *
 * @param version the highest that it speaks, as {@code TLSv1.3}; empty if nobody knows it
 * @param serverName in small letters; empty if it does not say
 * @param protocols that it wants to speak; none if it does not say
 */
record Hello(String version, String serverName, List<String> protocols) {}
