package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class VirtualThreadTest {
    @BeforeAll
    static void watch() {
        LoopWatch.shared().threshold(StuckLoop.THRESHOLD);
    }

    @Test
    void oneThatComputesOnAndOnIsReportedWithItsCarrier() throws Exception {
        CompletableFuture<StallReport> noticed = new CompletableFuture<>();
        CompletableFuture<StallReport> over = new CompletableFuture<>();
        Runnable unhook = LoopWatch.shared().onStall(report -> {
            if (report.carrier() != null && report.doing().equals("GET /spin")) {
                (report.isOver() ? over : noticed).complete(report);
            }
        });
        try {
            Thread.startVirtualThread(() -> {
                try (Handling _ = LoopWatch.shared().handling(() -> "GET /spin")) {
                    while (!noticed.isDone()) {
                        Thread.onSpinWait();
                    }
                }
            });
            StallReport report = over.get(StuckLoop.DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertEquals(Cause.COMPUTING, report.cause());
            assertTrue(report.toString().startsWith("virtual thread #"), report.toString());
            assertTrue(report.carrier().startsWith("ForkJoinPool"), report.toString());
            assertTrue(report.length().compareTo(LoopWatch.shared().threshold()) >= 0, report.toString());
        } finally {
            unhook.run();
        }
    }

    /** Below the initialiser of a class, which is native, a thread cannot let go of its carrier. */
    private static final class Pinned {
        static final CompletableFuture<StallReport> NOTICED = new CompletableFuture<>();

        static final class Initialised {
            static final Object WAITED = NOTICED.join();
        }
    }

    @Test
    void oneThatWaitsWhereItIsPinnedIsReported() throws Exception {
        Runnable unhook = LoopWatch.shared().onStall(report -> {
            if (report.carrier() != null && report.doing().equals("GET /pin")) {
                Pinned.NOTICED.complete(report);
            }
        });
        try {
            Thread.startVirtualThread(() -> {
                try (Handling _ = LoopWatch.shared().handling(() -> "GET /pin")) {
                    Pinned.Initialised.WAITED.hashCode();
                }
            });
            StallReport report = Pinned.NOTICED.get(StuckLoop.DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertEquals(Cause.BLOCKING_CALL, report.cause(), report.toString());
            assertTrue(report.stack().stream().anyMatch(f -> f.getMethodName().equals("join")), report.toString());
        } finally {
            unhook.run();
        }
    }
}
