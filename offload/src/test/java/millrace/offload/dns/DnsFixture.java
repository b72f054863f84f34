package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;

/** A client on a running loop, and what is asked of it from the test's own thread. */
final class DnsFixture implements AutoCloseable {
    /** A safety net against a test that hangs, never something that a result depends on. */
    static final long DEADLINE_SECONDS = 60;

    /** So long that no busy machine makes a live server seem dead. */
    static final Duration LONG = Duration.ofSeconds(30);

    /** For servers that never answer. */
    static final Duration SHORT = Duration.ofMillis(20);

    final EventLoop loop;
    final Dns dns;

    DnsFixture(DnsOptions options) throws Exception {
        loop = EventLoop.open("test-dns", PollerKind.EPOLL);
        loop.start();
        dns = await(loop.submit(() -> Dns.open(loop, options)));
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks on the loop. */
    <T> CompletableFuture<T> ask(Function<Dns, CompletionStage<T>> question) throws Exception {
        return await(loop.submit(() -> question.apply(dns).toCompletableFuture()));
    }

    <T> T get(Function<Dns, CompletionStage<T>> question) throws Exception {
        return await(ask(question));
    }

    DnsException failure(Function<Dns, CompletionStage<?>> question) throws Exception {
        CompletableFuture<?> answer = await(loop.submit(() -> question.apply(dns).toCompletableFuture()));
        return failure(answer);
    }

    static DnsException failure(CompletableFuture<?> answer) {
        var failure = assertThrows(ExecutionException.class, () -> await(answer));
        return assertInstanceOf(DnsException.class, failure.getCause());
    }

    /** Returns when the turn that the loop is in is over, its closing phase included, and its time has gone on. */
    void nextTurn() throws Exception {
        long turn = await(loop.submit(loop::turns));
        long now = await(loop.submit(loop::nowNanos));
        while (await(loop.submit(loop::turns)) == turn || await(loop.submit(loop::nowNanos)) == now) {
            Thread.onSpinWait();
        }
    }

    static List<InetAddress> addresses(String... texts) {
        return List.of(texts).stream().map(InetAddress::ofLiteral).toList();
    }

    @Override
    public void close() {
        loop.close();
    }
}
