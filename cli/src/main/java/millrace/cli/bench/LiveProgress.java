package millrace.cli.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import millrace.bench.load.Run;
import millrace.bench.report.ProgressLine;
import millrace.os.TerminalSize;

/** Shows once a second how a run goes: on a terminal in place, over and over; else lines. A thread of its own. */
final class LiveProgress {
    private static final int SECONDS = 1;
    private static final int STANDARD_ERROR = 2;
    private static final int USUAL_COLUMNS = 80;

    private final Run run;
    private final PrintStream out;
    private final boolean terminal;
    private final ProgressLine line;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
    private int shown;

    private LiveProgress(Run run, PrintStream out, boolean terminal) {
        this.run = run;
        this.out = out;
        this.terminal = terminal;
        this.line = new ProgressLine(run.plan());
    }

    static LiveProgress of(Run run, PrintStream out, boolean terminal) {
        LiveProgress progress = new LiveProgress(run, out, terminal);
        progress.thread.start();
        return progress;
    }

    private void show() {
        long before = System.nanoTime();
        try {
            while (!over.await(SECONDS, TimeUnit.SECONDS)) {
                long now = System.nanoTime();
                String text = line.next(run.progress(), now - before);
                before = now;
                if (terminal) {
                    TerminalSize size = TerminalSize.of(STANDARD_ERROR);
                    List<String> lines = line.view(size == null ? USUAL_COLUMNS : size.columns());
                    out.print(erase() + String.join("\n", lines));
                    shown = lines.size();
                } else {
                    out.print(text + "\n");
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Back to where the last view began, and everything from there on gone. */
    private String erase() {
        return shown == 0 ? "" : "\r" + (shown > 1 ? "\033[" + (shown - 1) + "A" : "") + "\033[J";
    }

    /** Returns when the view is gone. */
    void end() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print(erase());
            out.flush();
        }
    }
}
