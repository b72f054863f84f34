package millrace.loop.stall;

import java.time.Duration;
import java.util.Map;

/**
 * How a loop has done since it began to run.
 *
 * @param loop its name
 * @param turns how often it has gone round
 * @param delayP50 half of the turns were over within this; whoever had something for the loop waited so long at most
 * @param stalls how often it was stuck, by cause; causes that never were are left out
 */
public record LoopFigures(
        String loop,
        long turns,
        Duration delayP50,
        Duration delayP90,
        Duration delayP99,
        Duration delayP999,
        Duration delayMax,
        Map<Cause, Long> stalls) {}
