package millrace.manager.app;

import java.util.Map;
import millrace.cluster.InstanceState;
import millrace.cluster.InstanceView;
import millrace.cluster.ReloadOutcome;
import millrace.cluster.Worker;
import millrace.loop.EventLoop;
import millrace.manager.config.AppConfig;
import millrace.manager.metrics.ProcessMetrics;
import millrace.manager.watch.HealthCheck;
import millrace.manager.watch.MemoryLimit;
import millrace.manager.watch.Probe;

/**
 * A process of an instance, for as long as it runs: what it says of itself, and who has an eye on it. During a reload an
 * instance has two. For the loop's thread.
 */
final class RunningProcess implements AutoCloseable {
    private final AppInstance instance;
    private final Worker worker;
    private final ProcessMetrics metrics = new ProcessMetrics();
    private final MemoryLimit memory;
    private final HealthCheck health;

    /** @param environment all of its variables */
    RunningProcess(AppInstance instance, Worker worker, Map<String, String> environment) {
        this.instance = instance;
        this.worker = worker;
        AppConfig config = instance.app().config();
        EventLoop loop = instance.app().apps().loop();
        this.memory = config.maxMemoryBytes() == 0
                ? null
                : new MemoryLimit(
                        loop, instance.app().apps().tree(), worker.pid(), config.maxMemoryBytes(), this::hasTooMuch);
        this.health = config.health() == null ? null : probe(loop, config, environment);
    }

    /** Tried until it is well, which makes it ready; from then on it is tried from time to time. */
    private HealthCheck probe(EventLoop loop, AppConfig config, Map<String, String> environment) {
        App app = instance.app();
        Probe probe = Probe.of(
                loop, config.health(), config.cwd(), environment, port -> app.primary().dial(worker, port));
        HealthCheck check = new HealthCheck(loop, probe, config.health(), this::hangs);
        if (LaunchSpec.isTried(config, app.program())) {
            HealthCheck.untilWell(loop, probe, config.ready().listenTimeoutMillis()).thenAccept(reason -> {
                if (reason == null) {
                    check.wasWell();
                }
                app.tried(worker, reason);
            });
        }
        return check;
    }

    /**
     * Whether it may be replaced: not one that is leaving or on trial, or whose user has stopped it, which a restart
     * would take back; nor one whose successor is on trial already.
     */
    private boolean isReplaceable() {
        if (instance.app().instance(instance.number()) != instance) {
            return false;
        }
        InstanceView view = instance.view();
        return view.worker() != null
                && view.worker().id() == worker.id()
                && (view.state() == InstanceState.LAUNCHING || view.state() == InstanceState.ONLINE);
    }

    private boolean hasTooMuch(long bytes) {
        if (!isReplaceable()) {
            return false;
        }
        instance.app().apps().tell(instance, "restart overlimit", (bytes >> 20) + " MB in memory");
        instance.app().reload(instance).whenComplete((outcome, problem) -> {
            // When there is no successor, the old one would go on to grow.
            if (problem == null && outcome.kind() == ReloadOutcome.Kind.KEPT && isReplaceable()) {
                instance.app().restart(instance);
            }
        });
        return true;
    }

    private boolean hangs(String reason) {
        if (!isReplaceable()) {
            return false;
        }
        instance.app().apps().tell(instance, "restart unhealthy", reason);
        instance.app().restart(instance);
        return true;
    }

    AppInstance instance() {
        return instance;
    }

    Worker worker() {
        return worker;
    }

    ProcessMetrics metrics() {
        return metrics;
    }

    /** It has ended. */
    @Override
    public void close() {
        metrics.clear();
        if (memory != null) {
            memory.close();
        }
        if (health != null) {
            health.close();
        }
    }
}
