package millrace.offload.dns;

/** What is asked: all records of a type under a name. */
record Question(DomainName name, RecordType type) {
    @Override
    public String toString() {
        return name + " " + type;
    }
}
