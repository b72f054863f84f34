package millrace.cluster.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessOptionsTest {

    @Test
    void aPoolWithoutACommandIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> ProcessOptions.of(List.of()));
        assertThrows(IllegalArgumentException.class, ProcessOptions::of);
    }

    @Test
    void aDurationThatIsNoneIsRefusedAndOneWithoutEndIsLong() {
        ProcessOptions options = ProcessOptions.of("node");
        for (Duration none : List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofSeconds(-1))) {
            assertThrows(IllegalArgumentException.class, () -> options.withDeadline(none));
        }
        assertEquals(
                Duration.ofDays(365).toNanos(),
                options.withDeadline(ChronoUnit.FOREVER.getDuration()).deadlineNanos());
    }
}
