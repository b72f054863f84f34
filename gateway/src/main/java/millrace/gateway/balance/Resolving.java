package millrace.gateway.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import millrace.gateway.resolver.NameSource;
import millrace.offload.dns.Answer;
import millrace.offload.dns.DnsException;
import millrace.offload.dns.Service;

/**
 * Keeps the addresses of one {@code server … resolve} line up to date: asks, and asks again when the answer has become
 * too old. A name that does not exist any more has no peers; when nobody answers the old ones stay. On one loop.
 *
 * <pre>
 *   ask ──▶ answer ──▶ group.resolved ──▶ (its TTL, at least a second) ──▶ ask
 *    └────▶ failure ─────────────────▶ (resolver_timeout, at least a second) ──▶ ask
 * </pre>
 */
final class Resolving {
    private static final long SECOND = 1_000_000_000L;

    /** Calls back later, on the same loop. */
    interface Alarm {
        void after(long nanos, Runnable task);
    }

    /** Addresses, and for how long they count. */
    private record Found(List<Endpoint> endpoints, long ttlNanos) {}

    private final Group group;
    private final UpstreamSettings.Resolved line;
    private final NameSource names;
    private final long timeoutMillis;
    private final Alarm alarm;
    private final Consumer<String> errors;
    private boolean first;
    private boolean stopped;

    Resolving(
            Upstream upstream,
            UpstreamSettings.Resolved line,
            NameSource names,
            Alarm alarm,
            Consumer<String> errors) {
        this.group = upstream.group();
        this.line = line;
        this.names = names;
        this.timeoutMillis = upstream.resolverTimeoutMillis();
        this.alarm = alarm;
        this.errors = errors;
        // After a reload the addresses of before count meanwhile.
        this.first = group.endpoints(line.line()).isEmpty();
    }

    void ask() {
        if (stopped) {
            return;
        }
        CompletableFuture<Found> asked = line.service() == null ? host(line.host(), line.port()) : service();
        asked.whenComplete(this::answered);
        alarm.after(
                TimeUnit.MILLISECONDS.toNanos(Math.max(1, timeoutMillis)),
                () -> asked.completeExceptionally(new TimeoutException("Operation timed out")));
    }

    void stop() {
        stopped = true;
    }

    private void answered(Found found, Throwable failure) {
        if (stopped) {
            return;
        }
        if (failure == null) {
            group.resolved(line.line(), found.endpoints);
        }
        if (first) {
            first = false;
            group.answered();
        }
        if (failure == null) {
            alarm.after(Math.max(SECOND, found.ttlNanos), this::ask);
            return;
        }
        errors.accept((line.service() == null ? "" : "service " + line.service() + " of ") + line.host()
                + " could not be resolved (" + reason(failure) + ")");
        if (isMissing(failure)) {
            group.resolved(line.line(), List.of());
        }
        alarm.after(Math.max(SECOND, TimeUnit.MILLISECONDS.toNanos(timeoutMillis)), this::ask);
    }

    /** Whether the answer was that there is none. */
    private static boolean isMissing(Throwable failure) {
        return cause(failure) instanceof DnsException e
                && (e.kind() == DnsException.Kind.NOT_FOUND || e.kind() == DnsException.Kind.NO_DATA);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String reason(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private CompletableFuture<Found> host(String host, int port) {
        return names.addresses(host).toCompletableFuture().thenApply(answer -> {
            List<Endpoint> all = new ArrayList<>();
            for (InetAddress each : answer.values()) {
                all.add(Endpoint.of(new InetSocketAddress(each, port)));
            }
            return new Found(all, answer.ttl().toNanos());
        });
    }

    /** The name of RFC 2782 unless the service is a name already: one with a dot is put in front as it is. */
    private CompletableFuture<Found> service() {
        String prefix = line.service().contains(".") ? line.service() : "_" + line.service() + "._tcp";
        return names.services(prefix + "." + line.host())
                .toCompletableFuture()
                .thenCompose(this::hosts);
    }

    private CompletableFuture<Found> hosts(Answer<Service> answer) {
        int first = answer.values().stream().mapToInt(Service::priority).min().orElse(0);
        List<Throwable> failures = new ArrayList<>();
        CompletableFuture<Found> all =
                CompletableFuture.completedFuture(new Found(List.of(), answer.ttl().toNanos()));
        for (Service each : answer.values()) {
            // A target that cannot be found leaves the others.
            CompletableFuture<Found> one = host(each.host(), each.port()).exceptionally(failure -> {
                failures.add(failure);
                errors.accept(each.host() + " could not be resolved (" + reason(failure)
                        + ") while resolving service " + line.service() + " of " + line.host());
                return new Found(List.of(), Long.MAX_VALUE);
            });
            all = all.thenCombine(one, (some, more) -> join(some, more, each, first));
        }
        // If there is no other, it has all failed.
        return all.thenCompose(found -> found.endpoints.isEmpty() && !failures.isEmpty()
                ? CompletableFuture.failedFuture(failures.getFirst())
                : CompletableFuture.completedFuture(found));
    }

    private static Found join(Found some, Found more, Service service, int firstPriority) {
        List<Endpoint> endpoints = new ArrayList<>(some.endpoints);
        for (Endpoint each : more.endpoints) {
            endpoints.add(new Endpoint(
                    each.address(), Math.max(1, service.weight()), service.priority() != firstPriority));
        }
        return new Found(endpoints, Math.min(some.ttlNanos, more.ttlNanos));
    }
}
