/** The {@code millrace} command: the one place that wires the parts together. */
module millrace.cli {
    requires millrace.http;
    requires millrace.cluster;
    requires info.picocli;

    opens millrace.cli to info.picocli;
}
