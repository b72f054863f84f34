package millrace.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SettlingTest {
    /** What a loop does at the end of the turn in which it hears of something is done when the other goes on. */
    @Test
    void whoWaitsGoesOnBehindAllThatHadHappened() throws Exception {
        EventLoop one = EventLoop.open("one", PollerKind.EPOLL);
        EventLoop other = EventLoop.open("other", PollerKind.EPOLL);
        GatewayLoop asks = new GatewayLoop(one, 0);
        GatewayLoop.together(List.of(asks, new GatewayLoop(other, 1)));
        one.start();
        other.start();
        int rounds = 1_000;
        AtomicInteger happened = new AtomicInteger();
        for (int i = 1; i <= rounds; i++) {
            CompletableFuture<Integer> seen = new CompletableFuture<>();
            other.execute(() -> other.immediate(happened::incrementAndGet));
            one.execute(() -> {
                // Two at a time are told both.
                asks.whenOthersSettled(() -> { });
                asks.whenOthersSettled(() -> seen.complete(happened.get()));
            });
            assertEquals(i, seen.get(30, TimeUnit.SECONDS));
        }
        one.close();
        other.close();
    }

    @Test
    void aLoopAloneHasNobodyToWaitFor() throws Exception {
        EventLoop loop = EventLoop.open("alone", PollerKind.EPOLL);
        GatewayLoop alone = new GatewayLoop(loop, 0);
        GatewayLoop.together(List.of(alone));
        assertFalse(alone.hasOthers());
        loop.close();
    }
}
