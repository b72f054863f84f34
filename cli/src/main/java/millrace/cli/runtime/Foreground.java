package millrace.cli.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.cli.Failure;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.stall.LoopWatch;
import millrace.manager.Home;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.InTurns;
import millrace.manager.app.StartOrder;
import millrace.manager.config.AppConfig;
import millrace.manager.config.ConfigException;
import millrace.os.Signal;

/**
 * Runs apps in the foreground, without a daemon, until they end or a signal ends them. All on the calling thread's loop.
 *
 * <p>SIGTERM, SIGINT and SIGQUIT stop the apps, each by its own signal; a second one hurries. Other signals are passed on.
 */
public final class Foreground {
    /** A primary that is held up for less costs no request, and lines about it would stand between the workers'. */
    private static final Duration STALL = Duration.ofSeconds(1);

    /**
     * How to run.
     *
     * @param staysEmpty whether it goes on when no app runs any more
     * @param delayMillis to wait before the apps are started
     */
    public record Options(PollerKind poller, boolean staysEmpty, long delayMillis) {}

    private final EventLoop loop;
    private final Apps apps;
    private final Narrator narrator;
    private final Ending ending;
    private boolean stopping;
    private Failure failure;

    private Foreground(EventLoop loop, Output output, Options options, Telling telling) {
        this.loop = loop;
        this.ending = new Ending(loop, options.staysEmpty(), this::stop);
        this.narrator = new Narrator(output, telling, ending);
        this.apps = new Apps(loop, Home.ofEnvironment(), narrator);
        ending.of(apps);
        apps.follow(narrator::line);
        apps.endWithThisProcess();
        output.pressure(() -> readOutput(false), this::readOn);
    }

    /** By the thread that writes. @return whether there is a loop still */
    private boolean readOn() {
        try {
            loop.execute(() -> readOutput(true));
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /** Who writes faster than anybody reads waits for it, as it would without us. */
    private void readOutput(boolean on) {
        apps.apps().forEach(app -> app.primary().workers().forEach(worker -> {
            if (on) {
                app.primary().resumeOutput(worker);
            } else {
                app.primary().pauseOutput(worker);
            }
        }));
    }

    /**
     * Returns when nothing runs any more.
     *
     * @param attributes complete, of each app
     * @return the exit code
     */
    public static int run(List<Map<String, Object>> attributes, Options options, Telling telling)
            throws IOException, Failure {
        if (System.getProperty(LoopWatch.THRESHOLD_PROPERTY) == null) {
            LoopWatch.shared().threshold(STALL);
        }
        List<AppConfig> configs = new ArrayList<>();
        try {
            for (Map<String, Object> each : attributes) {
                configs.add(AppConfig.of(each));
            }
        } catch (ConfigException e) {
            throw Failure.of(e.getMessage());
        }
        List<List<String>> waves = waves(configs);
        try (Output output = Output.open();
                EventLoop loop = EventLoop.open("primary", options.poller())) {
            return new Foreground(loop, output, options, telling).run(configs, waves, options.delayMillis());
        }
    }

    private static List<List<String>> waves(List<AppConfig> configs) throws Failure {
        Map<String, List<String>> needs = new LinkedHashMap<>();
        configs.forEach(config -> needs.computeIfAbsent(config.name(), name -> new ArrayList<>())
                .addAll(config.dependsOn()));
        for (Map.Entry<String, List<String>> need : needs.entrySet()) {
            for (String other : need.getValue()) {
                if (!needs.containsKey(other)) {
                    throw Failure.of(need.getKey() + " depends on " + other + ", which is not started with it");
                }
            }
        }
        try {
            return StartOrder.waves(needs);
        } catch (StartOrder.CycleException e) {
            throw Failure.of(e.getMessage());
        }
    }

    private int run(List<AppConfig> configs, List<List<String>> waves, long delayMillis) throws IOException, Failure {
        try (var _ = RuntimeSignals.on(loop, this::signalled, Orphans.reaper(loop))) {
            loop.schedule(() -> begin(configs, waves), delayMillis, TimeUnit.MILLISECONDS);
            loop.run();
        }
        if (failure != null) {
            throw failure;
        }
        return ending.exitCode();
    }

    /** Nothing is started unless all can be. */
    private void begin(List<AppConfig> configs, List<List<String>> waves) {
        Map<String, List<App>> byName = new HashMap<>();
        InTurns.each(configs, 1, config -> apps.create(config)
                        .thenAccept(app -> byName.computeIfAbsent(config.name(), name -> new ArrayList<>()).add(app)))
                .thenCompose(created -> InTurns.each(waves, 1, wave -> startAll(wave, byName)))
                .whenComplete((started, problem) -> {
                    if (problem != null) {
                        failed(problem);
                    }
                });
        loop.execute(ending::look);
    }

    /** What cannot start is told as it happens, and does not keep the others from it. */
    private CompletionStage<Void> startAll(List<String> names, Map<String, List<App>> byName) {
        return CompletableFuture.allOf(names.stream()
                .flatMap(name -> byName.get(name).stream())
                .filter(app -> app.config().autostart())
                .flatMap(app -> app.instances().stream())
                .map(instance -> instance.app().start(instance).exceptionally(problem -> null).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private void failed(Throwable problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        failure = Failure.of(cause.getMessage());
        stop();
    }

    private void signalled(Signal signal) {
        boolean hangsUp = signal == Signal.SIGHUP && narrator.isTerminal();
        if (signal == Signal.SIGHUP && !hangsUp || signal == Signal.SIGUSR1 || signal == Signal.SIGUSR2) {
            forward(signal);
            return;
        }
        narrator.note(signal + (stopping ? " again: stopping by force" : ": stopping; once more to hurry"));
        if (stopping) {
            apps.apps().forEach(app -> app.primary().hurry());
        } else {
            stop();
        }
    }

    private void forward(Signal signal) {
        for (AppInstance instance : apps.instances()) {
            if (instance.view().worker() != null) {
                instance.app().primary().signal(instance.view().worker(), signal);
            }
        }
    }

    private void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        ending.begin();
        CompletableFuture.allOf(apps.apps().stream()
                        .map(app -> app.primary().stop().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> {
                    narrator.note("stopped");
                    ending.reason().ifPresent(narrator::note);
                    loop.stop();
                });
    }
}
