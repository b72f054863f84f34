package millrace.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Locale;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Interval;

/**
 * The log of interval histograms that HdrHistogram's own tools read (HistogramLogProcessor, HistogramLogAnalyzer,
 * plotFiles): a line for each interval, times in seconds since the beginning, latencies in nanoseconds, the column of
 * maxima in milliseconds.
 */
public final class HistogramLog {
    private static final double MILLI = 1e6;

    private HistogramLog() {}

    public static byte[] of(Outcome outcome) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(bytes, false, UTF_8);
        double began = outcome.started().toEpochMilli() / 1e3;
        lines.print("#[Logged by millrace bench: " + oneLine(outcome.plan().client().target().url()) + "; "
                + outcome.plan().model().describe(outcome.plan().connections()) + "]\n");
        lines.print("#[Histogram log format version 1.3]\n");
        lines.printf(Locale.ROOT, "#[StartTime: %.3f (seconds since epoch), %s]%n", began, outcome.started());
        lines.print("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n");
        for (Interval interval : outcome.timeline().all()) {
            lines.printf(Locale.ROOT, "%.3f,%.3f,%.3f,%s%n", interval.fromNanos() / 1e9, interval.seconds(),
                    interval.latency().maxNanos() / MILLI, interval.latency().text());
        }
        lines.flush();
        return bytes.toByteArray();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
