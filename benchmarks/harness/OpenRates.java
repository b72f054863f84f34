package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The open model at three rates, from a cold start: what was sent of the plan, and how late. */
final class OpenRates {
    private static final List<Integer> RATES = List.of(1_000, 10_000, 50_000);
    private static final int SECONDS = 10;
    private static final double TOLERANCE = 0.005;

    private final Servers servers;
    private final Options options;
    private final Report report;

    OpenRates(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run(Tested tested) throws IOException, InterruptedException {
        Table table = new Table("requests/s", "planned", "sent", "served", "missed", "sent late by: p50 ms", "p99 ms",
                "max ms", "latency p50 ms", "p99 ms", "p99.9 ms");
        for (int rate : RATES) {
            List<String> command = new ArrayList<>(LoadTester.MILLRACE.command(
                    servers.here(), tested.url(), Load.CONNECTIONS, 1, SECONDS));
            command.addAll(List.of("-R", String.valueOf(rate)));
            Tested.Outcome outcome = tested.run(command, LoadTester.MILLRACE.answers, options.loadCpu(), 1, SECONDS,
                    _ -> { });
            Answer answer = new Answer(outcome.output());
            double sent = answer.number("requests", "sent");
            double missed = answer.number("missed");
            table.row(List.of(Rounds.text(rate, 0), Rounds.text((double) rate * SECONDS, 0), Rounds.text(sent, 0),
                    Rounds.text(outcome.served(), 0), Rounds.text(missed, 0), answer.millis("lag", "p50"),
                    answer.millis("lag", "p99"), answer.millis("lag", "max"), answer.millis("latency", "p50"),
                    answer.millis("latency", "p99"), answer.millis("latency", "p99_9")));
            Report.progress("bench rate " + rate + ": sent " + sent + ", missed " + missed);
            if (Math.abs(sent + missed - (double) rate * SECONDS) > TOLERANCE * rate * SECONDS) {
                report.fault("rate " + rate + ": " + sent + " sent and " + missed + " missed are not the plan");
            }
        }
        report.section("bench-rate", "`benchmarks/run bench --modes rate`: " + Load.CONNECTIONS + " connections, "
                + SECONDS + " s, " + Machine.facts(servers.here()), table, "");
    }

    /** The JSON of {@code millrace bench}, as far as it is needed here. */
    record Answer(String json) {
        double number(String member) {
            return new Command(List.of(), 0, json).requiredNumber("\"" + member + "\":([\\d.]+)");
        }

        double number(String object, String member) {
            return new Command(List.of(), 0, json)
                    .requiredNumber("\"" + object + "\":\\{[^}]*\"" + member + "\":([\\d.]+)");
        }

        String millis(String object, String member) {
            return Rounds.text(number(object, member), 2);
        }
    }
}
