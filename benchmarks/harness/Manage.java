package harness;

import java.io.IOException;
import java.util.List;

/** The process manager beside PM2, with PM2's own command line for both. */
final class Manage {
    private static final List<String> MODES = List.of("cost", "loss", "lines");

    private final Servers servers;
    private final Options options;
    private final Report report;

    Manage(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        List<String> names = options.chosen("servers", ManagingTool.NAMES);
        Peers peers = new Peers(servers.here());
        peers.prepareNode();
        peers.prepareMillrace();
        for (String mode : options.chosen("modes", MODES)) {
            switch (mode) {
                case "cost" -> new ManagingCost(servers, options, report, names).run();
                case "loss" -> new ManagingLoss(servers, options, report).run(names);
                default -> new ManagingLines(servers, options, report, names).run();
            }
        }
    }
}
