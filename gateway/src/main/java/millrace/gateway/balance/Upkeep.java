package millrace.gateway.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Configuration;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.resolver.NameSource;
import millrace.gateway.resolver.ResolverSettings;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.offload.dns.Dns;

/**
 * What upstreams need beside requests: names that are resolved anew, active checks, and at a reload the counters of the
 * configuration before. For one thread at a time; the work itself is done on one loop.
 */
public final class Upkeep {
    /** For the loop's thread. */
    private final List<Runnable> stops = new ArrayList<>();

    private volatile EventLoop loop;

    /**
     * Lets a configuration go on with what the one before knows of peers and sessions: before its first request. Changes
     * nothing of the one before, so it may yet come to nothing.
     *
     * @param before {@code null} for the first one
     */
    public static void takeOver(Configuration before, Configuration next) {
        if (before != null) {
            Upstreams.takeOver(before, next, System.nanoTime());
        }
    }

    /**
     * Begins what a configuration needs, and ends what the one before needed.
     *
     * @param on the loop that asks and checks; always the same one
     */
    public void start(Configuration configuration, EventLoop on) {
        loop = on;
        List<Upstream> upstreams = Upstreams.everywhere(configuration);
        List<HealthChecks.Check> checks = HealthChecks.of(configuration);
        on.execute(() -> {
            stop();
            start(on, upstreams, checks, configuration.main().get(ErrorLogSettings.KEY).log());
        });
    }

    /** Nothing is needed any more. Any thread, once or again. */
    public void end() {
        EventLoop on = loop;
        if (on == null) {
            return;
        }
        if (on.inLoop()) {
            stop();
            return;
        }
        try {
            on.execute(this::stop);
        } catch (RejectedExecutionException e) {
            System.getLogger("millrace.gateway").log(System.Logger.Level.DEBUG, "its loop has ended, and with it all of it", e);
        }
    }

    /** Whether there is nothing that it does or waits for. For the loop's thread. */
    public boolean isIdle() {
        return stops.isEmpty();
    }

    /** Who waits in a queue does so for time alone, too: for the end of a {@code fail_timeout}. */
    private static void serve(List<Upstream> upstreams) {
        upstreams.forEach(upstream -> upstream.group().serve());
    }

    private void stop() {
        stops.forEach(Runnable::run);
        stops.clear();
    }

    private void start(EventLoop on, List<Upstream> upstreams, List<HealthChecks.Check> checks, ErrorLog log) {
        Resolving.Alarm alarm = (nanos, task) -> on.schedule(task, nanos, TimeUnit.NANOSECONDS);
        Map<ResolverSettings.Resolver, Dns> clients = new HashMap<>();
        for (Upstream upstream : upstreams) {
            for (UpstreamSettings.Resolved line : upstream.resolved()) {
                Dns dns = clients.computeIfAbsent(upstream.resolver(), r -> Dns.open(on, r.options()));
                Resolving resolving =
                        new Resolving(upstream, line, NameSource.of(dns), alarm, text -> log.log(Level.ERROR, text));
                stops.add(resolving::stop);
                resolving.ask();
            }
        }
        clients.values().forEach(dns -> stops.add(dns::close));
        if (upstreams.stream().anyMatch(upstream -> upstream.queueTimeoutMillis() > 0)) {
            Timer serving = on.scheduleAtFixedRate(() -> serve(upstreams), 1, 1, TimeUnit.SECONDS);
            stops.add(serving::cancel);
        }
        for (HealthChecks.Check check : checks) {
            HealthChecker checker = new HealthChecker(check, on, alarm, log);
            stops.add(checker::stop);
            checker.round();
        }
    }
}
