package millrace.manager.app;

import java.time.ZonedDateTime;
import millrace.loop.EventLoop;
import millrace.manager.config.AppConfig;
import millrace.manager.config.HealthConfig;
import millrace.manager.watch.CronPattern;
import millrace.manager.watch.FileTrigger;
import millrace.manager.watch.Probe;

/** What of a declaration can be wrong that its reader does not know: patterns and targets. It is said before anything runs. */
final class Patterns {
    private Patterns() {}

    /** @throws IllegalArgumentException with a sentence for people that names the attribute */
    static void check(AppConfig config, EventLoop loop) {
        String cron = config.restart().cron();
        if (cron != null) {
            check("cron_restart", () -> CronPattern.parse(cron, ZonedDateTime.now()));
        }
        check("watch", () -> FileTrigger.check(config.cwd(), config.watch()));
        HealthConfig health = config.health();
        // With a variable in it, it is one thing for each instance.
        if (health != null && health.target().indexOf('$') < 0) {
            check("health", () -> Probe.of(loop, health, config.cwd(), config.environment(), port -> -1));
        }
    }

    private static void check(String attribute, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(attribute + ": " + e.getMessage(), e);
        }
    }
}
