package millrace.cli.runtime;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.manager.app.AppInstance;
import millrace.manager.app.AppsListener;
import millrace.manager.app.ProcessEvent;
import millrace.manager.log.LogLine;
import millrace.manager.metrics.BusEvent;

/** Tells what happens, and passes on what the apps write, each line whole. For the loop's own thread. */
final class Narrator implements AppsListener {
    /** What is longer is cut: no record of a log is. */
    private static final int LONGEST = 1 << 20;

    private record Origin(int pmId, Stream stream) {}

    private final Output output;
    private final Telling telling;
    private final Ending ending;

    /** Lines that come in pieces, as far as they have come. */
    private final Map<Origin, StringBuilder> halves = new HashMap<>();

    Narrator(Output output, Telling telling, Ending ending) {
        this.output = output;
        this.telling = telling;
        this.ending = ending;
    }

    boolean isTerminal() {
        return output.isTerminal();
    }

    void line(LogLine line) {
        Origin origin = new Origin(line.pmId(), line.stream());
        StringBuilder half = halves.isEmpty() ? null : halves.get(origin);
        if (line.endsLine() && half == null) {
            output.append(telling.line(line, line.text()));
            return;
        }
        StringBuilder whole = half == null ? new StringBuilder() : half;
        whole.append(line.text());
        if (!line.endsLine() && whole.length() < LONGEST) {
            halves.put(origin, whole);
            return;
        }
        halves.remove(origin);
        output.append(telling.line(line, whole.toString()));
    }

    @Override
    public void happened(ProcessEvent event) {
        output.append(telling.event(event));
        ending.happened(event);
    }

    /** Messages are for whoever listens at a daemon. */
    @Override
    public void said(AppInstance instance, BusEvent event) {}

    @Override
    public void note(String sentence) {
        output.append(telling.note(sentence));
    }

    @Override
    public void stopped(Path file, String sentence) {
        note(sentence);
    }

    @Override
    public void resumed(Path file, String sentence) {
        note(sentence);
    }

    @Override
    public void warning(Path file, String sentence) {
        note(sentence);
    }
}
