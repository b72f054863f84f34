package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.ExitStatus;
import millrace.os.OsException;
import millrace.os.Signal;
import millrace.os.Signals;

/** A primary on a loop of its own, and everything that it has reported, for tests on other threads to wait for. */
final class RunningApp implements PrimaryEvents, AutoCloseable {
    /** A safety net: nothing that a test waits for takes anywhere near as long. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Something that was reported. */
    record Event(String what, Worker worker, String text, ExitStatus status) {
        boolean is(String name) {
            return what.equals(name);
        }
    }

    private final EventLoop loop;
    private final List<Event> events = new ArrayList<>();
    private final Primary primary;
    private final StringBuilder line = new StringBuilder();

    RunningApp(AppSpec spec) {
        this(spec, PollerKind.EPOLL);
    }

    RunningApp(AppSpec spec, PollerKind poller) {
        try {
            loop = EventLoop.open("primary", poller);
        } catch (OsException e) {
            throw new IllegalStateException(e);
        }
        loop.start();
        primary = on(() -> Primary.start(loop, spec, this));
    }

    EventLoop loop() {
        return loop;
    }

    Primary primary() {
        return primary;
    }

    /** Computes something on the loop. */
    <T> T on(Callable<T> computation) {
        return get(loop.submit(computation));
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static void kill(Worker worker, Signal signal) {
        assertEquals(0, Signals.send(worker.pid(), signal));
    }

    InstanceView instance(int number) {
        return on(primary::instances).get(number);
    }

    /** The outcome of something asked for on the loop. */
    <T> T outcome(Supplier<CompletionStage<T>> request) {
        return get(on(request::get));
    }

    List<Worker> workers() {
        return on(primary::workers);
    }

    /** Waits until as many events as wanted are there that fit, and answers them. */
    synchronized List<Event> await(int count, String description, Predicate<Event> fits) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            List<Event> found = events.stream().filter(fits).toList();
            if (found.size() >= count) {
                return found;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return fail(found.size() + " of " + count + " times " + description + "; " + this);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    List<Event> await(int count, String what) {
        return await(count, what, event -> event.is(what));
    }

    /** Waits for an event of this kind and text. */
    Event await(String what, String text) {
        return await(1, what + " " + text, event -> event.is(what) && text.equals(event.text)).getFirst();
    }

    synchronized List<Event> all(String what) {
        return events.stream().filter(event -> event.is(what)).toList();
    }

    /** Those of these kinds, in their order, with their workers' numbers. */
    synchronized List<String> events(String... kinds) {
        return events.stream()
                .filter(event -> List.of(kinds).contains(event.what))
                .map(event -> event.what + " " + event.worker.id())
                .toList();
    }

    private synchronized void add(String what, Worker worker, String text, ExitStatus status) {
        events.add(new Event(what, worker, text, status));
        notifyAll();
    }

    @Override
    public void started(Worker worker) {
        add("started", worker, null, null);
    }

    @Override
    public void online(Worker worker) {
        add("online", worker, null, null);
    }

    @Override
    public void listening(Worker worker, String address) {
        add("listening", worker, address, null);
    }

    @Override
    public void serving(Worker worker, String wanted, InetSocketAddress at) {
        add("serving", worker, Integer.toString(at.getPort()), null);
    }

    @Override
    public void leaving(Worker worker, InetSocketAddress at) {
        add("leaving", worker, Integer.toString(at.getPort()), null);
    }

    @Override
    public void cannotListen(Worker worker, String address, int errno) {
        add("cannotListen", worker, address + ": " + errno, null);
    }

    @Override
    public void disconnected(Worker worker) {
        add("disconnected", worker, null, null);
    }

    @Override
    public void exited(Worker worker, ExitStatus status) {
        add("exited", worker, status.describe(), status);
    }

    @Override
    public void changed(int instance, InstanceState state) {
        add("changed", null, instance + " " + state.name(), null);
    }

    @Override
    public void restarting(int instance, long delayNanos) {
        add("restarting", null, TimeUnit.NANOSECONDS.toMillis(delayNanos) + " ms", null);
    }

    @Override
    public void errored(int instance, String reason) {
        add("errored", null, reason, null);
    }

    @Override
    public void stopped(int instance) {
        add("stopped", null, null, null);
    }

    @Override
    public void ended() {
        add("ended", null, null, null);
    }

    @Override
    public boolean line(Worker worker, byte[] buffer, int offset, int length) {
        if (new String(buffer, offset, length, StandardCharsets.UTF_8).contains("\"act\":\"move\"")) {
            add("moved", worker, null, null);
        }
        return false;
    }

    @Override
    public void message(Worker worker, String json) {
        add("message", worker, json, null);
    }

    @Override
    public void output(
            Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        line.append(new String(buffer, offset, length, StandardCharsets.UTF_8));
        if (endsLine) {
            add(stream.name().toLowerCase(), worker, line.toString(), null);
            line.setLength(0);
        }
    }

    @Override
    public void report(Worker worker, WorkerReport report) {
        add("report", worker, report.requests() + " requests, " + report.active() + " active", null);
    }

    @Override
    public void warning(String sentence) {
        add("warning", null, sentence, null);
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder("events:");
        for (Event event : events) {
            text.append("\n  ").append(event.what).append(' ');
            text.append(event.worker == null ? "" : "worker " + event.worker.id() + " ").append(event.text);
        }
        return text.toString();
    }

    /** Stops the app as a user would, and then the loop. */
    @Override
    public void close() {
        get(on(primary::stop));
        loop.close();
    }
}
