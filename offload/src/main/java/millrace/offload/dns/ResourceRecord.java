package millrace.offload.dns;

/**
 * One record of a message, of class IN.
 *
 * @param ttlSeconds 0 when the sender's was above 2<sup>31</sup> − 1 (RFC 2181 section 8)
 */
record ResourceRecord(DomainName name, RecordType type, long ttlSeconds, RecordData data) {}
