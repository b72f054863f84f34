package millrace.cli.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import millrace.cli.Colours;
import millrace.cli.Failure;
import millrace.cluster.AppSpec;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.Worker;
import millrace.loop.PollerKind;
import millrace.os.Errno;
import millrace.os.ExitStatus;
import millrace.os.Signal;

/** Tells what happens, a line an event, and passes on what the workers write, each line under its worker's name. */
final class Announcements implements PrimaryEvents {
    private static final String OURS = "millrace";
    private static final byte[] NEWLINE = {'\n'};

    private final String name;
    private final Output output;
    private final Colours colours;
    private final Set<Integer> erroredInstances = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();
    private final Map<Worker, Long> startedNanos = new HashMap<>();
    private Runnable onEnd = () -> {};
    private Runnable onHopeless = () -> {};
    private String hopeless;
    private Worker halfLineOf;
    private Stream halfLineTo;
    private boolean stopping;

    Announcements(AppSpec app, Output output) {
        this.name = app.name();
        this.output = output;
        this.colours = Colours.of(output.isTerminal(), System.getenv());
    }

    /** What to do when all workers have ended by themselves. */
    void onEnd(Runnable action) {
        onEnd = action;
    }

    /** What to do when the app's first wish to listen cannot be met: the next try would end the same way. */
    void onHopeless(Runnable action) {
        onHopeless = action;
    }

    /** 1 when an instance was given up or never had a port, else 0. */
    int exitCode() {
        return erroredInstances.isEmpty() && hopeless == null ? 0 : Failure.FAILED;
    }

    void starting(AppSpec app, PollerKind poller) {
        say(name + ": " + count(app.instances(), "worker") + ", " + app.scheduling() + ", " + poller);
    }

    void signalled(Signal signal, boolean again) {
        stopping = true;
        say(signal + (again ? " again: stopping by force" : ": stopping; once more to hurry"));
    }

    /** The reason last, where it is not lost among what the workers have said about it. */
    void allStopped() {
        say("stopped");
        if (hopeless != null) {
            say(colours.bad(hopeless));
        }
    }

    @Override
    public void started(Worker worker) {
        startedNanos.put(worker, System.nanoTime());
        say("worker " + worker.id() + " started, pid " + worker.pid());
    }

    @Override
    public void listening(Worker worker, String address) {
        String line = "listening on " + address;
        say("worker " + worker.id() + " " + (addresses.add(address) ? colours.good(line) : line));
    }

    @Override
    public void cannotListen(Worker worker, String address, int errno) {
        String reason = "cannot listen on " + address + ": " + Errno.describe(errno);
        say(colours.bad("worker " + worker.id() + " " + reason));
        if (addresses.isEmpty() && hopeless == null) {
            hopeless = reason;
            stopping = true;
            onHopeless.run();
        }
    }

    @Override
    public void exited(Worker worker, ExitStatus status) {
        long nanos = System.nanoTime() - startedNanos.remove(worker);
        String line = "worker " + worker.id() + " ended after " + duration(nanos) + ": " + status.describe();
        boolean expected = stopping || worker.exitedAfterDisconnect() || status.code() == 0;
        say(expected ? line : colours.bad(line));
    }

    @Override
    public void restarting(int instance, long delayNanos) {
        say(delayNanos == 0 ? "starting another" : "starting another in " + duration(delayNanos));
    }

    @Override
    public void errored(int instance, String reason) {
        erroredInstances.add(instance);
        say(colours.bad("instance " + (instance + 1) + " given up: " + reason));
    }

    @Override
    public void ended() {
        say(erroredInstances.isEmpty() ? "all workers have ended" : colours.bad("no worker is left"));
        onEnd.run();
    }

    @Override
    public void warning(String sentence) {
        say(colours.bad(sentence));
    }

    /** A piece of a long line that another line has come between begins on a line of its own. */
    @Override
    public void output(Worker worker, Stream to, byte[] buffer, int offset, int length, boolean endsLine) {
        if (halfLineOf != worker || halfLineTo != to) {
            finishHalfLine();
            output.append(colours.tag(worker.instance(), name + "." + worker.id()) + " | ");
        }
        output.append(buffer, offset, length);
        halfLineOf = endsLine ? null : worker;
        halfLineTo = to;
        if (endsLine) {
            output.append(NEWLINE, 0, 1);
        }
    }

    private void say(String line) {
        finishHalfLine();
        byte[] bytes = (colours.strong(OURS) + " | " + line + "\n").getBytes(UTF_8);
        output.append(bytes, 0, bytes.length);
    }

    private void finishHalfLine() {
        if (halfLineOf != null) {
            output.append(NEWLINE, 0, 1);
            halfLineOf = null;
        }
    }

    /** Two digits are enough: {@code 40 ms}, {@code 1.2 s}, {@code 35 s}, {@code 2 h 5 min}. */
    static String duration(long nanos) {
        long millis = nanos / 1_000_000;
        long seconds = millis / 1000;
        long minutes = seconds / 60;
        if (millis < 1000) {
            return millis + " ms";
        }
        if (seconds < 10) {
            return seconds + "." + millis % 1000 / 100 + " s";
        }
        if (minutes < 2) {
            return seconds + " s";
        }
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
