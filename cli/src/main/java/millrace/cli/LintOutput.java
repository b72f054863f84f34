package millrace.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.lint.report.Ink;

/** Where a lint's words go: results to standard output, how far it is to a terminal's standard error. */
final class LintOutput {
    /** For files and pipes, which have no width. */
    private static final int WIDTH_ELSEWHERE = 100;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 140;
    private static final long PROGRESS_NANOS = 100_000_000;

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final boolean terminal = Terminal.isAt(1);
    private final boolean talks = Terminal.isAt(2);
    private final Colours colours = Colours.of(terminal, System.getenv());
    private final int columns;
    private long toldNanos = System.nanoTime();

    LintOutput(int columns) {
        this.columns = columns;
    }

    int width() {
        return terminal ? Math.clamp(columns, NARROWEST, WIDEST) : WIDTH_ELSEWHERE;
    }

    /** A reader that has seen enough, as {@code head} does, is no failure. */
    void print(String text) throws Failure {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (!"Broken pipe".equals(e.getMessage())) {
                throw Failure.usage("standard output cannot be written: " + e.getMessage());
            }
        }
    }

    /** Counts steps, which any thread may report; a short run says nothing. */
    Runnable progress(String what, long all) {
        AtomicInteger done = new AtomicInteger();
        return () -> tell(what + " " + done.incrementAndGet() + " of " + all);
    }

    private synchronized void tell(String text) {
        long now = System.nanoTime();
        if (talks && now - toldNanos > PROGRESS_NANOS) {
            toldNanos = now;
            System.err.print("\r\033[K" + text);
        }
    }

    void endProgress() {
        if (talks) {
            System.err.print("\r\033[K");
        }
    }

    Ink ink() {
        return new Ink() {
            @Override
            public String bad(String text) {
                return colours.bad(text);
            }

            @Override
            public String good(String text) {
                return colours.good(text);
            }

            @Override
            public String strong(String text) {
                return colours.strong(text);
            }

            @Override
            public String faint(String text) {
                return colours.faint(text);
            }
        };
    }
}
