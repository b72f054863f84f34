package millrace.manager.daemon;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.AppsListener;
import millrace.manager.app.NoSuchTargetException;
import millrace.manager.app.ProcessEvent;
import millrace.manager.app.Target;
import millrace.manager.log.LogLine;
import millrace.manager.log.LogPaths;
import millrace.manager.metrics.BusEvent;

/**
 * Who wants to hear what happens: log lines, what becomes of processes, and what these say. A subscriber that does not
 * read as fast is let go with a word, so that nothing else waits for it. For the loop's thread.
 */
final class Subscriptions implements AppsListener, Verb {
    /** What may wait for a subscriber, in bytes. */
    static final long PATIENCE_BYTES = 8L << 20;

    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private Apps apps;

    private record Subscriber(Reply reply, Predicate<Target.Candidate> wanted, boolean logs, boolean processes) {}

    private record Named(int pmId, String name, String namespace) implements Target.Candidate {}

    /** @param list whose log lines are asked for as soon as somebody wants them */
    void of(Apps list) {
        apps = list;
    }

    /** Answers with events until the client goes: {@code ok} would be its end. */
    @Override
    public void run(Request request, Reply reply) {
        List<String> words = request.texts("targets");
        Predicate<Target.Candidate> wanted;
        try {
            wanted = words.isEmpty() ? any -> true : Target.any(words);
        } catch (NoSuchTargetException e) {
            throw new BadRequestException(e.getMessage());
        }
        Subscriber subscriber =
                new Subscriber(reply, wanted, request.flag("logs", true), request.flag("processes", true));
        subscribers.add(subscriber);
        reply.session().onEnd(() -> remove(subscriber));
        follow();
        reply.progress(Map.of("subscribed", true));
    }

    private void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
        follow();
    }

    private void follow() {
        apps.follow(subscribers.stream().anyMatch(Subscriber::logs) ? this::line : null);
    }

    private void line(LogLine line) {
        AppInstance instance = apps.instance(line.pmId());
        if (instance == null) {
            return;
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", "log");
        event.put("pm_id", line.pmId());
        event.put("name", instance.name());
        event.put("namespace", instance.namespace());
        event.put("stream", line.stream() == Stream.STDOUT ? "out" : "err");
        event.put("at", line.atMillis());
        event.put("line", line.text());
        if (!line.endsLine()) {
            event.put("goes_on", true);
        }
        publish(event, instance, Subscriber::logs);
    }

    @Override
    public void happened(ProcessEvent event) {
        DaemonLog.say(event.toString());
        publish(
                event.fields(),
                new Named(event.pmId(), event.name(), event.namespace()),
                Subscriber::processes);
    }

    @Override
    public void said(AppInstance instance, BusEvent said) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", said.type());
        event.putAll(said.fields(System.currentTimeMillis(), instance.pmId(), instance.name(), instance.namespace()));
        publish(event, instance, Subscriber::processes);
    }

    private void publish(Map<String, Object> event, Target.Candidate about, Predicate<Subscriber> kind) {
        for (Subscriber subscriber : List.copyOf(subscribers)) {
            if (kind.test(subscriber) && subscriber.wanted.test(about)) {
                send(subscriber, event);
            }
        }
    }

    private void send(Subscriber subscriber, Map<String, Object> event) {
        subscriber.reply.event(event);
        if (subscriber.reply.session().backlogBytes() > PATIENCE_BYTES) {
            subscriber.reply.fail("this subscriber reads too slowly and has been let go: "
                    + "follow fewer apps, or read the log files");
            subscriber.reply.session().finish();
            remove(subscriber);
        }
    }

    @Override
    public void stopped(Path file, String sentence) {
        trouble(file, sentence);
    }

    @Override
    public void resumed(Path file, String sentence) {
        trouble(file, sentence);
    }

    @Override
    public void warning(Path file, String sentence) {
        trouble(file, sentence);
    }

    /** Whoever follows one that writes to the file hears of it, once, however many do. */
    private void trouble(Path file, String sentence) {
        DaemonLog.say(sentence);
        List<AppInstance> writers = apps.instances().stream()
                .filter(instance -> LogPaths.of(instance.app().config().logs(), instance.pmId()).all().contains(file))
                .toList();
        for (Subscriber subscriber : List.copyOf(subscribers)) {
            writers.stream().filter(subscriber.wanted).findFirst().ifPresent(writer -> {
                long now = System.currentTimeMillis();
                send(subscriber, new ProcessEvent(
                        writer.pmId(), writer.name(), writer.namespace(), "warning", sentence, now).fields());
            });
        }
    }
}
