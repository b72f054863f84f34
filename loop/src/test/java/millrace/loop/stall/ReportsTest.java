package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ReportsTest {
    @Test
    void aHookThatHangsFillsNoMemoryAndWhatIsLostIsTold() throws Exception {
        CompletableFuture<String> lost = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        Reports reports = new Reports(line -> {
            if (line.contains("were lost")) {
                lost.complete(line);
            }
        });
        reports.hooks().add(_ -> {
            heard.incrementAndGet();
            hangs.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        reports.noticed(stall(0));
        hangs.await();
        for (int i = 1; i <= 100_000; i++) {
            reports.noticed(stall(i));
        }
        release.countDown();
        for (int i = 0; !lost.isDone(); i++) {
            reports.lasting(stall(i));
            Thread.onSpinWait();
        }
        assertTrue(Integer.parseInt(lost.get().substring(0, lost.get().indexOf(' '))) >= 99_000, lost.get());
        assertEquals(1001, heard.get());
    }

    private static StallReport stall(int i) {
        StackTraceElement frame = new StackTraceElement("shop.Cart", "total" + i % 10_000, "Cart.java", 1);
        return new StallReport("http-0", null, Instant.EPOCH, Duration.ofMinutes(1), false, Cause.COMPUTING, "", "GET /",
                List.of(frame), 0);
    }
}
