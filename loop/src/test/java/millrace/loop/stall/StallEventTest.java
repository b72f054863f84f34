package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class StallEventTest {
    @Test
    void aStallIsInAFlightRecording() throws Exception {
        CompletableFuture<RecordedEvent> recorded = new CompletableFuture<>();
        try (RecordingStream stream = new RecordingStream();
                StuckLoop stuck = new StuckLoop("recorded")) {
            stream.setReuse(false);
            stream.enable("millrace.Stall");
            stream.onEvent("millrace.Stall", event -> {
                if (event.getString("loop").equals("recorded")
                        && event.getString("cause").equals(Cause.BLOCKING_CALL.name())
                        && !event.getString("stack").isEmpty()) {
                    recorded.complete(event);
                }
            });
            stream.startAsync();
            StallReport report = stuck.provoke(StuckLoop::waitInACall, Cause.BLOCKING_CALL);
            // A stream flushes once a second.
            RecordedEvent event = recorded.get(StuckLoop.DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertEquals(report.length(), event.getDuration("length"));
            assertEquals(report.doing(), event.getString("doing"));
            assertTrue(event.getString("stack").contains("waitInACall"), event.toString());
        }
    }
}
