package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlowStreamTest {
    @Test
    void inputSubscribedToOutputIsAnEchoWithBackPressure() throws Exception {
        byte[] sent = new byte[16 << 20];
        new Random(3).nextBytes(sent);
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(connection -> {
                    FlowStream stream = new FlowStream(connection);
                    stream.subscribe(stream.sink());
                    return stream;
                }))) {
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertArrayEquals(sent, client.getInputStream().readAllBytes());
            writer.join();
        }
    }

    /** Collects, and asks only when told to. */
    private static class Collector implements Flow.Subscriber<ByteBuffer> {
        final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
        final CompletableFuture<Throwable> ended = new CompletableFuture<>();
        final CompletableFuture<String> first = new CompletableFuture<>();
        final AtomicLong items = new AtomicLong();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed.complete(subscription);
        }

        @Override
        public void onNext(ByteBuffer item) {
            items.incrementAndGet();
            first.complete(new String(item.array(), 0, item.remaining()));
        }

        @Override
        public void onError(Throwable t) {
            ended.complete(t);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }
    }

    @Test
    void nothingComesWithoutDemandAndOneItemForADemandOfOne() throws Exception {
        Collector collector = new Collector();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(connection -> {
                    FlowStream stream = new FlowStream(connection);
                    stream.subscribe(collector);
                    return stream;
                }))) {
            client.getOutputStream().write("first".getBytes());
            Flow.Subscription subscription = LoopFixture.await(collector.subscribed);
            for (int turn = 0; turn < 100; turn++) {
                assertEquals(0L, fixture.on(collector.items::get));
            }
            subscription.request(1);
            assertEquals("first", LoopFixture.await(collector.first));
            client.shutdownOutput();
            subscription.request(1);
            assertEquals(null, LoopFixture.await(collector.ended));
            assertEquals(1, collector.items.get());
        }
    }

    @Test
    void aSecondSubscriberIsRefused() throws Exception {
        Collector second = new Collector();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(connection -> {
                    FlowStream stream = new FlowStream(connection);
                    stream.subscribe(new Collector());
                    stream.subscribe(second);
                    return stream;
                }))) {
            assertInstanceOf(IllegalStateException.class, LoopFixture.await(second.ended));
            assertEquals(true, client.isConnected());
        }
    }

    @Test
    void aDemandOfNothingIsAnError() throws Exception {
        Collector collector = new Collector();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(connection -> {
                    FlowStream stream = new FlowStream(connection);
                    stream.subscribe(collector);
                    return stream;
                }))) {
            LoopFixture.await(collector.subscribed).request(0);
            assertInstanceOf(IOException.class, LoopFixture.await(collector.ended));
            assertEquals(-1, client.getInputStream().read());
        }
    }

    @Test
    void aSubscriberThatComesLateHearsThatTheConnectionBroke() throws Exception {
        CompletableFuture<FlowStream> accepted = new CompletableFuture<>();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket _ = LoopFixture.client(fixture.listen(connection -> {
                    FlowStream stream = new FlowStream(connection);
                    accepted.complete(stream);
                    return stream;
                }))) {
            FlowStream stream = LoopFixture.await(accepted);
            IOException broken = new IOException("broken in the middle");
            fixture.on(() -> {
                stream.connection().abort(broken);
                return null;
            });
            fixture.on(() -> null);
            Collector late = new Collector();
            stream.subscribe(late);
            assertEquals(broken, LoopFixture.await(late.ended));
        }
    }
}
