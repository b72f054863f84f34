/** The {@code millrace} command: the one place that wires the parts together. */
module millrace.cli {
    requires millrace.http;
    requires millrace.cluster;
    requires millrace.offload;
    requires info.picocli;
    requires jdk.httpserver;
    // Only the process of `millrace lint` resolves it.
    requires static millrace.lint;
    // Only the process that compiles a source program resolves it.
    requires static jdk.compiler;

    opens millrace.cli to info.picocli;
}
