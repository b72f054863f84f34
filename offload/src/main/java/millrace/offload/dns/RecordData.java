package millrace.offload.dns;

import java.net.InetAddress;

/** What a record says. */
sealed interface RecordData {
    /** A or AAAA. */
    record Address(InetAddress address) implements RecordData {}

    /** CNAME: the name that this one is another word for. */
    record Alias(DomainName target) implements RecordData {}

    /** PTR. */
    record Pointer(DomainName target) implements RecordData {}

    /** SRV. */
    record Service(int priority, int weight, int port, DomainName target) implements RecordData {}

    /**
     * SOA, of which only one field matters here.
     *
     * @param minimumSeconds for how long it may be remembered that something does not exist
     */
    record Authority(long minimumSeconds) implements RecordData {}
}
