package millrace.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void eachComesInItsTurnAndWaitsOnce() {
        Turns turns = new Turns(5);
        Deque<Integer> model = new ArrayDeque<>();
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            if (random.nextInt(5) < 3) {
                int number = random.nextInt(5);
                turns.add(number);
                if (!model.contains(number)) {
                    model.add(number);
                }
            } else {
                assertEquals(model.isEmpty() ? Turns.NOBODY : model.remove(), turns.next());
            }
        }
    }
}
