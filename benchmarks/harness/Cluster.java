package harness;

import java.io.IOException;
import java.util.List;

/** Several workers behind one port: our primary beside Node's cluster module, with the same unmodified apps. */
final class Cluster {
    private static final List<String> MODES = List.of("connections", "thinking", "kill", "kills");

    private final Servers servers;
    private final Options options;
    private final Report report;

    Cluster(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        List<String> names = options.chosen("servers", servers.clusters());
        Peers peers = new Peers(servers.here());
        peers.prepareNode();
        if (names.stream().anyMatch(name -> name.startsWith("millrace"))) {
            peers.prepareMillrace();
        }
        for (String mode : options.chosen("modes", MODES)) {
            switch (mode) {
                case "connections" -> new NewConnections(servers, options, report).run(names);
                case "thinking" -> new ThinkingClients(servers, options, report).run(names);
                case "kill" -> new OneKill(servers, options, report).run(names);
                default -> new ManyKills(servers, options, report).run(names);
            }
        }
    }
}
