package millrace.manager.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import millrace.cluster.InstanceState;
import millrace.manager.config.AppConfig;
import millrace.manager.log.LogPaths;
import millrace.manager.watch.CronPattern;
import millrace.manager.watch.CronTimer;
import millrace.manager.watch.FileTrigger;

/** What restarts an app without anybody asking: the clock, and changes of its files. For the loop's thread. */
final class AppTriggers implements AutoCloseable, FileTrigger.Listener {
    private final App app;
    private final CronTimer cron;
    private final FileTrigger files;
    private boolean restarting;
    private boolean closed;

    /** What has changed during a restart, whose processes may have read it before. */
    private Path missed;

    private AppTriggers(App app) {
        AppConfig config = app.config();
        this.app = app;
        this.cron = config.restart().cron() == null ? null : cron(config.restart().cron());
        this.files = config.watch().paths().isEmpty()
                ? null
                : new FileTrigger(app.apps().loop(), config.cwd(), config.watch(), own(config), this);
    }

    /**
     * The same configuration.
     *
     * @throws IllegalArgumentException if it asks for what there cannot be
     */
    static AppConfig checked(AppConfig config) {
        if (config.restart().cron() != null) {
            CronPattern.parse(config.restart().cron(), ZonedDateTime.now());
        }
        return config;
    }

    static AppTriggers of(App app) {
        return new AppTriggers(app);
    }

    private CronTimer cron(String pattern) {
        Clock clock = Clock.systemDefaultZone();
        CronPattern parsed = CronPattern.parse(pattern, ZonedDateTime.now(clock));
        // Whatever is stopped is started, as PM2 does.
        return new CronTimer(app.apps().loop(), clock, parsed, () -> restart(app.instances(), "cron " + pattern));
    }

    /** What the manager writes itself is no change. */
    private List<Path> own(AppConfig config) {
        List<Path> own = new ArrayList<>();
        own.add(app.apps().home().folder());
        for (AppInstance instance : app.instances()) {
            LogPaths logs = LogPaths.of(config.logs(), instance.pmId());
            for (Path path : new Path[] {logs.out(), logs.error(), logs.combined(), config.pidFile(instance.pmId())}) {
                if (path != null) {
                    own.add(path);
                }
            }
        }
        return own;
    }

    @Override
    public void changed(Path path) {
        if (restarting) {
            missed = path;
            return;
        }
        restart(
                app.instances().stream().filter(instance -> isWanted(instance.view().state())).toList(),
                path + " has changed");
    }

    /** What is being stopped would be started again by a restart. */
    private static boolean isWanted(InstanceState state) {
        return state != InstanceState.STOPPED && state != InstanceState.STOPPING;
    }

    @Override
    public void failed(String sentence) {
        app.instances().stream().findFirst().ifPresent(first -> app.apps().tell(first, "warning", sentence));
    }

    /** One after the other, and not again before they are through. */
    private void restart(List<AppInstance> instances, String why) {
        if (!restarting && !instances.isEmpty()) {
            restarting = true;
            app.apps().tell(instances.getFirst(), "restart", why);
            InTurns.each(instances, 1, app::restart).whenComplete((nothing, problem) -> restarted());
        }
    }

    private void restarted() {
        restarting = false;
        if (missed != null && !closed) {
            Path path = missed;
            missed = null;
            changed(path);
        }
    }

    /** When the clock is going to restart it, for people; {@code null} for never. */
    ZonedDateTime cronDue() {
        return cron == null ? null : cron.due();
    }

    @Override
    public void close() {
        closed = true;
        if (cron != null) {
            cron.close();
        }
        if (files != null) {
            files.close();
        }
    }
}
