package millrace.offload.dns;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import millrace.loop.EventLoop;

/**
 * Answers questions out of the cache or by asking: equal questions are asked once, a bounded number at a time, and
 * aliases are followed. For the loop's thread only.
 */
final class Resolver {
    /** @param answer for all who have asked */
    private record Asked(Exchange exchange, CompletableFuture<Outcome> answer) {}

    private final EventLoop loop;
    private final DnsOptions options;
    private final AnswerCache cache;
    private final Map<Question, Asked> underWay = new HashMap<>();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private boolean closed;

    Resolver(EventLoop loop, DnsOptions options) {
        this.loop = loop;
        this.options = options;
        this.cache = new AnswerCache(options.cache);
    }

    void forget() {
        cache.clear();
    }

    /** Found or Missing, at the end of the chain; fails with a {@link DnsException}, maybe in a CompletionException. */
    CompletableFuture<Outcome> resolve(Question question, Settings settings) {
        return follow(question, question, settings, Long.MAX_VALUE, 0);
    }

    /** As {@link #resolve}, and what is missing is a failure too. */
    CompletableFuture<Outcome.Found> find(Question question, Settings settings) {
        return resolve(question, settings).thenCompose(outcome -> outcome instanceof Outcome.Found found
                ? CompletableFuture.completedFuture(found)
                : CompletableFuture.failedFuture(DnsException.missing(question, (Outcome.Missing) outcome)));
    }

    /** @param ttlNanos the least on the way so far */
    private CompletableFuture<Outcome> follow(
            Question original, Question question, Settings settings, long ttlNanos, int links) {
        return fetch(question, settings).thenCompose(outcome -> {
            long least = Math.min(ttlNanos, outcome.ttlNanos());
            if (!(outcome instanceof Outcome.Alias(DomainName target, _))) {
                return CompletableFuture.completedFuture(outcome.withTtlNanos(least));
            }
            return links < AliasChain.LONGEST
                    ? follow(original, new Question(target, question.type()), settings, least, links + 1)
                    : CompletableFuture.failedFuture(AliasChain.loop(original));
        });
    }

    private CompletableFuture<Outcome> fetch(Question question, Settings settings) {
        Outcome special = options.specialNames ? SpecialNames.outcome(question) : null;
        Outcome known = special != null ? special : cache.get(question, loop.nowNanos());
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        Asked asked = underWay.get(question);
        if (asked != null) {
            return asked.answer;
        }
        if (closed) {
            return CompletableFuture.failedFuture(closed());
        }
        boolean room = underWay.size() - waiting.size() < options.maxOutstanding;
        if (!room && waiting.size() >= options.maxWaiting) {
            return stale(question, overloaded(question));
        }
        return begin(question, settings, room);
    }

    private CompletableFuture<Outcome> begin(Question question, Settings settings, boolean room) {
        Exchange exchange = new Exchange(loop, question, settings, options.mixedCase);
        CompletableFuture<Outcome> answer = exchange.result()
                .thenApply(options.cache::apply)
                .whenComplete((outcome, failure) -> ended(question, outcome, failure))
                .exceptionallyCompose(failure -> stale(question, failure));
        underWay.put(question, new Asked(exchange, answer));
        if (room) {
            exchange.start();
        } else {
            waiting.add(exchange);
        }
        return answer;
    }

    /** Runs before those who wait for the answer are told: what they ask now is answered from the cache. */
    private void ended(Question question, Outcome outcome, Throwable failure) {
        underWay.remove(question);
        if (outcome != null) {
            cache.put(question, outcome, loop.nowNanos());
        } else if (DnsException.from(failure).kind() == DnsException.Kind.CLOSED) {
            close(); // The loop has ended: who waits would wait for ever.
        }
        Exchange next = waiting.poll();
        if (next != null) {
            // Not from here: without any way to the servers each would end at once, and all would be stacked up.
            loop.execute(() -> {
                if (!next.result().isDone()) {
                    next.start();
                }
            });
        }
    }

    private CompletableFuture<Outcome> stale(Question question, Throwable thrown) {
        DnsException failure = DnsException.from(thrown);
        Outcome old = failure.isPassing() ? cache.revive(question, loop.nowNanos()) : null;
        return old != null ? CompletableFuture.completedFuture(old) : CompletableFuture.failedFuture(failure);
    }

    private DnsException overloaded(Question question) {
        return new DnsException(
                DnsException.Kind.OVERLOADED,
                question + ": " + options.maxOutstanding + " questions are under way and " + options.maxWaiting
                        + " wait already: ask less at a time, or raise the limits");
    }

    static DnsException closed() {
        return new DnsException(DnsException.Kind.CLOSED, "the DNS client is closed");
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiting.clear();
        for (Asked asked : List.copyOf(underWay.values())) {
            asked.exchange.abort(closed());
        }
    }
}
