package millrace.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int WINDOW = 64 << 10;

    @Test
    void bytesComeOutInTheirOrderWhileMoreAreAdded() {
        SplittableRandom random = new SplittableRandom(9113);
        Backlog backlog = new Backlog();
        byte added = 0;
        byte taken = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] more = new byte[random.nextInt(300)];
            for (int i = 0; i < more.length; i++) {
                more[i] = added++;
            }
            byte[] read = backlog.bytes();
            int from = backlog.from();
            int to = backlog.to();
            boolean reading = random.nextInt(4) == 0;
            backlog.add(more, 0, more.length, reading);
            int count = random.nextInt(backlog.length() + 1);
            for (int i = 0; i < count; i++) {
                // Who was reading when more came still has the old bytes where they were.
                byte next = reading && from + i < to ? read[from + i] : backlog.bytes()[backlog.from() + i];
                assertEquals(taken++, next);
            }
            backlog.take(count);
        }
    }

    @Test
    void aBodyThatNeverLeavesItEmptyDoesNotMakeItGrow() {
        Backlog backlog = new Backlog();
        byte[] frame = new byte[16 << 10];
        backlog.add(frame, 0, frame.length, false);
        for (int i = 0; i < 10_000; i++) {
            while (backlog.length() + frame.length <= WINDOW) {
                backlog.add(frame, 0, frame.length, false);
            }
            backlog.take(frame.length);
        }
        assertTrue(backlog.heldBytes() <= 2 * WINDOW, backlog.heldBytes() + " bytes");
    }
}
