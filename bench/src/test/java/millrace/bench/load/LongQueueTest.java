package millrace.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongQueueTest {
    @Test
    void itIsAQueueHoweverItGrowsAndWraps() {
        Random random = new Random(3);
        LongQueue queue = new LongQueue();
        ArrayDeque<Long> model = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(100) < (i / 2000 % 2 == 0 ? 60 : 40)) {
                queue.add(i);
                model.add((long) i);
            } else if (!model.isEmpty()) {
                assertEquals(model.remove(), queue.remove());
            }
            assertEquals(model.size(), queue.size());
            assertEquals(model.isEmpty(), queue.isEmpty());
        }
    }
}
