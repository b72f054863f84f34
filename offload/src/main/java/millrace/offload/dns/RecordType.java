package millrace.offload.dns;

/** The types of records that mean something here. Source: RFC 1035 section 3.2.2, RFC 3596, 2782, 6891. */
enum RecordType {
    A(1),
    CNAME(5),
    SOA(6),
    PTR(12),
    AAAA(28),
    SRV(33),
    /** Not a record but a parcel of settings in the form of one. */
    OPT(41);

    final int code;

    RecordType(int code) {
        this.code = code;
    }

    /** The type of a code, or {@code null} when it means nothing here. */
    static RecordType of(int code) {
        return switch (code) {
            case 1 -> A;
            case 5 -> CNAME;
            case 6 -> SOA;
            case 12 -> PTR;
            case 28 -> AAAA;
            case 33 -> SRV;
            case 41 -> OPT;
            default -> null;
        };
    }
}
