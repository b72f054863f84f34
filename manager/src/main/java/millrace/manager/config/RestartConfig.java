package millrace.manager.config;

import java.util.Set;

/**
 * What happens when an instance ends by itself.
 *
 * @param minUptimeMillis an end before that is an unstable one
 * @param maxRestarts so many unstable ends in a row and it is errored
 * @param delayMillis before each restart
 * @param backoffMillis the first delay of one that grows with each restart; 0: it does not grow
 * @param stopExitCodes with these it is not restarted
 * @param healAfterMillis an errored one is tried again after that; 0: never
 * @param cron when to restart regardless; {@code null}: never
 */
public record RestartConfig(
        boolean autorestart,
        long minUptimeMillis,
        int maxRestarts,
        long delayMillis,
        long backoffMillis,
        Set<Integer> stopExitCodes,
        long healAfterMillis,
        String cron) {

    public RestartConfig {
        stopExitCodes = Set.copyOf(stopExitCodes);
    }
}
