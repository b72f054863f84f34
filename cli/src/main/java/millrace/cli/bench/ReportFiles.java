package millrace.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import millrace.bench.load.Outcome;
import millrace.bench.page.RunPage;
import millrace.bench.report.HistogramLog;
import millrace.bench.threshold.Verdict;

/** The files that a report is written to beside its words: {@code --html} and {@code --hdr}. */
record ReportFiles(Path html, Path hdr, String title) {
    /** @throws UncheckedIOException when one cannot be written: better told before a long run than after it */
    static ReportFiles of(Wanted wanted) {
        return new ReportFiles(file(wanted, Flag.HTML), file(wanted, Flag.HDR), wanted.text(Flag.TITLE));
    }

    /** {@code null} when it is not wanted. */
    static Path file(Wanted wanted, Flag flag) {
        if (!wanted.has(flag)) {
            return null;
        }
        Path file = Path.of(wanted.text(flag));
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)
                || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new IllegalArgumentException("--" + flag.word + ": a file cannot be written at " + file);
        }
        return file;
    }

    /** The last run's, where there are several. */
    void write(Outcome outcome, List<Verdict> verdicts) {
        if (html != null) {
            write(html, RunPage.of(outcome, title, verdicts));
        }
        if (hdr != null) {
            write(hdr, HistogramLog.of(outcome));
        }
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
