package millrace.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import millrace.bench.Bench;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Outcome;
import millrace.bench.load.Plan;
import millrace.bench.measure.Effort;
import millrace.bench.measure.Recorder;
import millrace.bench.measure.Timeline;
import millrace.bench.threshold.Threshold;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /** 90 answers in 1 ms and ten in 50 ms, three of them 404; in two seconds. */
    private static Recorder recorder() {
        Recorder recorder = new Recorder();
        for (int i = 0; i < 100; i++) {
            recorder.sent();
            recorder.answered((i < 90 ? 1 : 50) * MILLI, i >= 97 ? 404 : 200, true, true);
            recorder.received(150);
        }
        return recorder;
    }

    private static Plan plan() {
        return Bench.of("http://127.0.0.1:80/").plan();
    }

    private static Outcome outcome(Plan plan, Recorder recorder, double cpuShare, double delayShare) {
        Effort effort = new Effort(2 * SECOND, (long) (cpuShare * 2 * SECOND), (long) (delayShare * 2 * SECOND),
                MILLI / 2, 3 * MILLI);
        return new Outcome(plan, Instant.EPOCH, 2 * SECOND, recorder.totals(), List.of(40L, 60L), List.of(6000L, 9000L),
                List.of(effort), Timeline.of(List.of()));
    }

    @Test
    void tablesAndJsonHoldTheSameFigures() {
        Outcome outcome = outcome(plan(), recorder(), 0.5, 0);
        String text = Tables.of(outcome, true, true);
        String json = new String(JsonReport.of(outcome, "a title"), UTF_8);
        assertTrue(text.contains("│ Latency   │ 1.00 │ 1.00 │ 1.00 │"), text);
        assertTrue(json.contains("\"p50\":1.0"), json);
        assertTrue(text.contains("100 requests in 2.00s, 15.0 kB read"), text);
        assertTrue(json.contains("\"total\":100,") && json.contains("\"total\":15000,"), json);
        assertTrue(text.contains("│ Req/s  │ 40"), text);
        assertTrue(json.contains("\"average\":50.0") && json.contains("\"stddev\":10.0"), json);
        assertTrue(text.contains("│ 404  │ 3     │"), text);
        assertTrue(json.contains("\"404\":{\"count\":3}"), json);
        assertTrue(text.contains("97 2xx responses, 3 non 2xx responses"), text);
        assertTrue(json.contains("\"non2xx\":3") && json.contains("\"2xx\":97"), json);
    }

    /** What scripts that read autocannon's output look for. */
    @Test
    void jsonHasEveryMemberThatAutocannonWrites() {
        String json = new String(JsonReport.of(outcome(plan(), recorder(), 0.5, 0), null), UTF_8);
        for (String name : List.of("url", "connections", "sampleInt", "pipelining", "workers", "duration", "samples",
                "start", "finish", "errors", "timeouts", "mismatches", "non2xx", "resets", "1xx", "2xx", "3xx", "4xx",
                "5xx", "statusCodeStats", "latency", "requests", "throughput", "average", "mean", "stddev", "min",
                "max", "p0_001", "p0_01", "p0_1", "p1", "p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5", "p99", "p99_9",
                "p99_99", "p99_999", "totalCount", "total", "sent")) {
            assertTrue(json.contains("\"" + name + "\":"), name);
        }
        assertFalse(json.contains("\n"), "one line");
    }

    @Test
    void everyReportNamesTheModelOfLoad() {
        Plan users = Bench.of("http://127.0.0.1/").users(3, Duration.ofMillis(500)).plan();
        assertTrue(Tables.before(plan(), null).contains("closed: 10 connections"));
        assertTrue(Tables.before(users, null).contains("3 virtual users, each with 0.500 s"));
        Plan open = Bench.of("http://127.0.0.1/").rate(1000).plan();
        assertTrue(Tables.before(open, null).contains("open: 1,000 requests a second for 10 s over 10 connections"));
        String json = new String(JsonReport.of(outcome(open, recorder(), 0.5, 0), null), UTF_8);
        assertTrue(json.contains("\"model\":\"open: 1,000 requests"), json);
    }

    @Test
    void aGeneratorThatLimitsSaysSo() {
        assertEquals(List.of(), Caveats.of(outcome(plan(), recorder(), 0.5, 0.05)));
        String text = Tables.of(outcome(plan(), recorder(), 0.97, 0), false, false);
        assertTrue(text.contains("97 % of a processor"), text);
        assertTrue(text.contains("p99 0.50 ms, max 3.00 ms at a stretch"), text);
        assertTrue(Caveats.of(outcome(plan(), recorder(), 0.97, 0)).getFirst().contains("-w"));
        assertTrue(Caveats.of(outcome(plan(), recorder(), 0.3, 0.4)).getFirst().contains("no processor for 40 %"));
    }

    @Test
    void whatWasNotSentOrNotAnsweredIsToldWithItsReason() {
        Recorder recorder = recorder();
        recorder.missed(25);
        recorder.sentByPlan(MILLI, true);
        recorder.unanswered(1);
        recorder.failed(ErrorKind.RESET, 4, "the server hung up");
        String all = String.join("\n", Caveats.of(outcome(plan(), recorder, 0.5, 0)));
        assertTrue(all.contains("25 of 126 planned requests were not sent: all connections were busy"), all);
        assertTrue(all.contains("1 requests had no answer"), all);
        assertTrue(all.contains("4 reset errors; the first: the server hung up"), all);
    }

    @Test
    void aServerIsNotBlamedForWhatAStarvedGeneratorHasNotSent() {
        Recorder recorder = recorder();
        recorder.missed(25);
        recorder.sentByPlan(MILLI, true);
        String all = String.join("\n", Caveats.of(outcome(plan(), recorder, 0.5, 0.6)));
        assertTrue(all.contains("25 of 126 planned requests were not sent: the load tester had not the processor"), all);
        assertFalse(all.contains("The server does not keep up"), all);
    }

    @Test
    void tablesFitAnOrdinaryTerminalAndHaveNoLatencyOfNothing() {
        Recorder recorder = recorder();
        recorder.answered(999 * MILLI, 200, true, true);
        String text = Tables.of(outcome(plan(), recorder, 0.5, 0), false, false);
        assertTrue(text.lines().filter(line -> line.startsWith("│")).allMatch(line -> line.length() <= 80), text);
        String none = Tables.of(outcome(plan(), new Recorder(), 0.5, 0), false, false);
        assertTrue(none.contains("│ Latency   │ -    │ -   │"), none);
    }

    @Test
    void sentencesFitAnOrdinaryTerminalAndLoseNoWord() {
        Recorder recorder = recorder();
        String word = "w".repeat(100);
        recorder.failed(ErrorKind.RESET, 1, "it is " + word + " " + "and so on ".repeat(20).strip());
        Outcome outcome = outcome(plan(), recorder, 0.97, 0);
        String text = Tables.of(outcome, false, false);
        List<String> lines = text.lines().filter(line -> line.startsWith("! ") || line.startsWith("  ")).toList();
        assertTrue(lines.size() >= 6, text);
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80 || line.strip().equals(word)), text);
        assertEquals("! " + String.join(" ! ", Caveats.of(outcome)), String.join(" ", lines.stream().map(String::strip)
                .toList()));
    }

    @Test
    void thresholdsCountWhatWasNotAnsweredAsSlowest() {
        Recorder recorder = recorder();
        assertTrue(Threshold.of("p99<60ms").judge(outcome(plan(), recorder, 0.5, 0)).kept());
        recorder.failed(ErrorKind.TIMEOUT, 3, "late");
        assertFalse(Threshold.of("p99<60ms").judge(outcome(plan(), recorder, 0.5, 0)).kept());
        assertTrue(Threshold.of("p80<2ms").judge(outcome(plan(), recorder, 0.5, 0)).kept());
        assertFalse(Threshold.of("p89<2ms").judge(outcome(plan(), recorder, 0.5, 0)).kept());
        assertEquals("never: too many had no answer",
                Threshold.of("max<60s").judge(outcome(plan(), recorder, 0.5, 0)).found());
    }

    @Test
    void aServerThatNeverAnswersHasErrorsForAThreshold() {
        Recorder recorder = new Recorder();
        recorder.sent();
        recorder.unanswered(1);
        assertFalse(Threshold.of("errors<1%").judge(outcome(plan(), recorder, 0.5, 0)).kept());
    }

    @Test
    void progressShowsEachIntervalByItself() {
        ProgressLine line = new ProgressLine(plan());
        Recorder recorder = recorder();
        String first = line.next(recorder.totals(), SECOND);
        assertTrue(first.startsWith("1/10 s  100 req/s  0 in flight  p50 1.00 ms"), first);
        for (int i = 0; i < 50; i++) {
            recorder.sent();
            recorder.answered(20 * MILLI, 200, true, true);
        }
        recorder.sent();
        String second = line.next(recorder.totals(), SECOND);
        assertTrue(second.startsWith("2/10 s  50 req/s  1 in flight  p50 20."), second);
        assertTrue(second.endsWith("█▅"), second);
    }

    @Test
    void theViewIsNeverWiderThanTheTerminalAndHasAllFigures() {
        ProgressLine line = new ProgressLine(plan());
        Recorder recorder = recorder();
        for (int i = 0; i < 600; i++) {
            recorder.sent();
            recorder.answered(i * MILLI, 200, true, true);
            line.next(recorder.totals(), SECOND / 60);
        }
        for (int columns : new int[] {1, 40, 80, 200, 1000}) {
            List<String> view = line.view(columns);
            assertEquals(3, view.size());
            assertTrue(view.stream().allMatch(row -> row.length() <= Math.max(20, columns - 1)), () -> view.toString());
        }
        String view = String.join("\n", line.view(80));
        assertTrue(view.startsWith("10/10 s  3 errors"), view);
        assertTrue(view.contains("60 req/s") && view.contains("in flight") && view.contains("p99 600 ms"), view);
        assertEquals(35, line.view(80).getFirst().chars().filter(c -> c == '━').count());
    }
}
