package millrace.offload.dns;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import millrace.loop.EventLoop;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;

/**
 * Holds the {@link Settings}, and has a pool's thread look whether the files have changed: when somebody asks and the
 * last look is a while ago. Who asks gets what is there; only the very first one waits. For the loop's thread only.
 */
final class SettingsSource {
    private final EventLoop loop;
    private final DnsOptions options;
    private final Lane lane = IoPool.shared().lane("dns-files");
    private final Runnable changed;
    private CompletableFuture<Settings> settings;
    private boolean looking;
    private long lookedNanos;

    /** @param changed called when there are new settings */
    SettingsSource(EventLoop loop, DnsOptions options, Runnable changed) {
        this.loop = loop;
        this.options = options;
        this.changed = changed;
        this.settings = look(null);
    }

    CompletableFuture<Settings> settings() {
        if (!looking && settings.isCompletedExceptionally()) {
            settings = look(null);
        } else if (!looking && loop.nowNanos() - lookedNanos > options.recheck.toNanos()) {
            Settings old = settings.join();
            look(old).whenComplete((now, failure) -> replace(old, now, failure));
        }
        return settings;
    }

    private CompletableFuture<Settings> look(Settings old) {
        looking = true;
        lookedNanos = loop.nowNanos();
        return lane.submit(() -> Settings.read(options, old)).whenComplete((_, _) -> looking = false);
    }

    private void replace(Settings old, Settings now, Throwable failure) {
        if (failure != null) {
            System.getLogger("millrace.offload.dns")
                    .log(Level.WARNING, "the name servers stay as they were: {0}", failure.toString());
        } else if (now != old) {
            settings = CompletableFuture.completedFuture(now);
            changed.run();
        }
    }
}
