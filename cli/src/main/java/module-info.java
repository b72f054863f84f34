/** The {@code millrace} command: the one place that wires the parts together. */
module millrace.cli {
    requires millrace.http;
    requires millrace.cluster;
    requires millrace.offload;
    requires millrace.manager;
    requires millrace.gateway;
    requires millrace.bench;
    requires org.jline.terminal;
    requires info.picocli;
    requires jdk.httpserver;
    requires millrace.lint;
    requires jdk.compiler;

    provides millrace.cluster.Gate.Maker with
            millrace.cli.gateway.WorkerGates;

    opens millrace.cli to info.picocli;
}
