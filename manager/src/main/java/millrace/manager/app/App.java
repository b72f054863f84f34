package millrace.manager.app;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.cluster.AdoptedProcess;
import millrace.cluster.AppSpec;
import millrace.cluster.InstanceState;
import millrace.cluster.InstanceView;
import millrace.cluster.Primary;
import millrace.cluster.ReloadOutcome;
import millrace.cluster.Worker;
import millrace.manager.config.AppConfig;
import millrace.manager.log.AppLog;
import millrace.manager.log.LogPipes;
import millrace.manager.metrics.ProcessMetrics;
import millrace.manager.program.Program;

/**
 * One app: what its user wants of it ({@link AppConfig}), its processes ({@link Primary}) under their pm ids, their output
 * ({@link AppLog}), and what restarts it unasked. For the loop's thread.
 */
public final class App {
    private final Apps apps;
    private final AppEvents events = new AppEvents(this);
    private final Primary primary;
    private final TreeMap<Integer, AppInstance> byNumber = new TreeMap<>();
    private final Launches launches = new Launches();
    private AppConfig config;
    private Program program;
    private String version;
    private AppLog log;
    private Runnable unfollow = () -> {};
    private AppTriggers triggers;

    App(Apps apps, AppConfig config, Program program) {
        this.apps = apps;
        take(config, program);
        this.primary = Primary.open(apps.loop(), spec(config, program), events);
        openLog();
    }

    private void take(AppConfig wanted, Program found) {
        config = AppTriggers.checked(wanted);
        program = found;
        version = PackageVersion.of(wanted.script());
    }

    public AppConfig config() {
        return config;
    }

    public Program program() {
        return program;
    }

    /** As its {@code package.json} has it. */
    public String version() {
        return version;
    }

    /** Who its processes run as. */
    public String user() {
        return config.user() == null ? System.getProperty("user.name") : config.user();
    }

    /** By number. */
    public List<AppInstance> instances() {
        return List.copyOf(byNumber.values());
    }

    public Primary primary() {
        return primary;
    }

    public AppLog log() {
        return log;
    }

    /** What its present process tells of itself; {@code null} when none runs. */
    public ProcessMetrics metrics(AppInstance instance) {
        Worker worker = instance.view().worker();
        RunningProcess process = worker == null ? null : events.process(worker);
        return process == null ? null : process.metrics();
    }

    /**
     * What is wanted from now on: processes that start later have it, and output and triggers at once.
     *
     * @return completes on the loop, exceptionally when nothing can run it or its cron pattern is none: all is as before
     */
    public CompletionStage<Void> configure(AppConfig next) {
        return AppProgram.find(next, apps.loop(), apps::note).thenAccept(found -> {
            boolean otherLogs = !next.logs().equals(config.logs());
            take(next, found);
            primary.spec(spec(next, found));
            if (otherLogs) {
                log.close();
                openLog();
            }
            watch();
            apps.configured();
        });
    }

    private void openLog() {
        log = AppLog.open(apps.logFiles(), config.name(), config.logs(), new Pipes());
        byNumber.values().forEach(instance -> log.add(instance.pmId()));
        follow();
    }

    /** Lines go to whoever follows the logs of all apps, if anybody does. */
    void follow() {
        unfollow.run();
        unfollow = apps.followed(log);
    }

    /** Anew, with the configuration and the instances that there are now. */
    void watch() {
        if (triggers != null) {
            triggers.close();
        }
        triggers = AppTriggers.of(this);
    }

    /** When the clock restarts it; {@code null} for never. */
    public ZonedDateTime cronDue() {
        return triggers == null ? null : triggers.cronDue();
    }

    /** One more instance, with the lowest number that is free, not started yet. */
    public AppInstance add() {
        return enter(primary.add(), apps.nextId());
    }

    /** The same with the number and pm id of the caller's choice, both of which must be free. */
    AppInstance add(int number, int pmId) {
        return enter(primary.add(number), pmId);
    }

    private AppInstance enter(int number, int pmId) {
        AppInstance instance = apps.enter(this, number, pmId);
        byNumber.put(number, instance);
        log.add(instance.pmId());
        return instance;
    }

    /**
     * Completes when its process runs, or, if that is to say so, is ready; exceptionally when it has ended before, or
     * could not even start.
     */
    public CompletionStage<Void> start(AppInstance instance) {
        return apps.unlessEnding(() -> {
            if (triggers == null) {
                watch();
            }
            primary.start(instance.number());
            return launches.started(instance.number());
        });
    }

    /** Goes on with a process that was left by another daemon, for an instance that does not run. */
    public void adopt(AppInstance instance, AdoptedProcess process) {
        if (triggers == null) {
            watch();
        }
        primary.adopt(instance.number(), process);
    }

    /** Whether its processes can go on serving without the daemon that has started them. */
    public boolean outlivesDaemon() {
        return spec(config, program).detached();
    }

    /** Completes when it counts as ready, at once if it does already; exceptionally when it has been given up. */
    public CompletionStage<Void> ready(AppInstance instance) {
        if (instance.isAtRest()) {
            return CompletableFuture.failedStage(new IOException(instance.lastError() == null ? "it has ended" : instance.lastError()));
        }
        return instance.view().state() == InstanceState.ONLINE
                ? CompletableFuture.completedStage(null)
                : launches.ready(instance.number());
    }

    public CompletionStage<Void> stop(AppInstance instance) {
        return primary.stop(instance.number());
    }

    /** Clients wait meanwhile: the port stays open. */
    public CompletionStage<Void> restart(AppInstance instance) {
        return apps.unlessEnding(() -> primary.restart(instance.number()));
    }

    public CompletionStage<ReloadOutcome> reload(AppInstance instance) {
        return apps.unlessEnding(() -> primary.reload(instance.number()));
    }

    /** Stops it and takes it out of the list; the last one takes the app with it. */
    public CompletionStage<Void> remove(AppInstance instance) {
        return primary.remove(instance.number()).thenRun(() -> {
            if (!byNumber.remove(instance.number(), instance)) {
                return;
            }
            log.remove(instance.pmId());
            apps.tell(instance, "delete", null);
            apps.leave(instance);
            if (byNumber.isEmpty()) {
                end();
            }
        });
    }

    private void end() {
        if (triggers != null) {
            triggers.close();
        }
        unfollow.run();
        log.close();
        apps.leave(this);
        primary.stop();
    }

    Apps apps() {
        return apps;
    }

    Launches launches() {
        return launches;
    }

    /** {@code null} when there is none of this number any more. */
    AppInstance instance(int number) {
        return byNumber.get(number);
    }

    /**
     * A process has been tried.
     *
     * @param reason why it is no good, or {@code null}
     */
    void tried(Worker worker, String reason) {
        if (reason == null) {
            primary.ready(worker);
        } else {
            primary.unfit(worker, reason);
        }
    }

    InstanceView view(int number) {
        for (InstanceView view : primary.instances()) {
            if (view.number() == number) {
                return view;
            }
        }
        throw new IllegalStateException(config.name() + " has no instance " + number);
    }

    /** Without a successor its processes would be nobody's. */
    private AppSpec spec(AppConfig wanted, Program found) {
        AppSpec spec = LaunchSpec.of(wanted, found, this::variables);
        return apps.haveSuccessor() ? spec : spec.withDetached(false);
    }

    private Map<String, String> variables(int number) {
        return InstanceVariables.of(config, byNumber.get(number), apps.home());
    }

    /** All variables of an instance's process. */
    Map<String, String> environment(AppInstance instance) {
        Map<String, String> all = new HashMap<>(config.environment());
        all.putAll(variables(instance.number()));
        all.putAll(InstanceVariables.numbered(config, instance.number()));
        return all;
    }

    /** Slows down who writes more than its files take. */
    private final class Pipes implements LogPipes {
        @Override
        public void pause(int pmId) {
            workers(pmId).forEach(primary::pauseOutput);
        }

        @Override
        public void resume(int pmId) {
            workers(pmId).forEach(primary::resumeOutput);
        }

        private List<Worker> workers(int pmId) {
            return primary.workers().stream()
                    .filter(worker -> byNumber.containsKey(worker.instance())
                            && byNumber.get(worker.instance()).pmId() == pmId)
                    .toList();
        }
    }
}
