package millrace.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import millrace.bench.Bench;
import millrace.bench.load.Outcome;
import millrace.http.HttpServer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HistogramLogTest {
    @Test
    void hdrHistogramsOwnReaderReadsBackWhatARunHasMeasured() throws IOException {
        Outcome outcome;
        try (HttpServer server = HttpServer.listen(0, (request, response) -> response.send("hello"))) {
            outcome = Bench.of("http://127.0.0.1:" + server.port() + "/")
                    .connections(2)
                    .loops(2)
                    .amount(3000)
                    .sampleInterval(Duration.ofMillis(5))
                    .run();
        }
        byte[] log = HistogramLog.of(outcome);
        Histogram all = new Histogram(2);
        List<Histogram> intervals = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(log))) {
            while (reader.hasNext()) {
                if (reader.nextIntervalHistogram() instanceof Histogram next) {
                    intervals.add(next);
                    all.add(next);
                }
            }
            assertEquals(outcome.started().toEpochMilli() / 1e3, reader.getStartTimeSec(), 0.002);
        }
        assertEquals(outcome.timeline().all().size(), intervals.size(), () -> new String(log, UTF_8));
        assertEquals(3000, outcome.totals().answered());
        assertEquals(3000, all.getTotalCount());
        assertEquals(outcome.latency().p99(), all.getValueAtPercentile(99), outcome.latency().p99() / 100.0 + 1000);
        assertTrue(intervals.getFirst().getEndTimeStamp() > intervals.getFirst().getStartTimeStamp());
    }
}
