package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandOversTest {
    private final HandOvers handOvers = new HandOvers();

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            handOvers.sent(i, 1000 + i, null, i);
        }
    }

    @Test
    void anAnswerNamesItsConnection() {
        send(0, 3);
        handOvers.arrived();
        handOvers.arrived();
        handOvers.arrived();
        assertEquals(1001, handOvers.answered(1).fd);
        assertEquals(1000, handOvers.answered(0).fd);
        assertEquals(1002, handOvers.answered(2).fd);
        assertEquals(0, handOvers.count());
    }

    @Test
    void anAnswerCountsOnce() {
        send(0, 1);
        handOvers.answered(0);
        assertNull(handOvers.answered(0));
        assertNull(handOvers.answered(17));
    }

    @Test
    void theWindowIsFullUntilTheOldestIsAnswered() {
        send(0, HandOvers.WINDOW);
        assertFalse(handOvers.hasRoom());
        handOvers.answered(5);
        assertFalse(handOvers.hasRoom());
        handOvers.answered(0);
        assertTrue(handOvers.hasRoom());
    }

    @Test
    void beyondTheWindowThereIsRoomForWhoeverDoesNotAsk() {
        send(0, 3);
        handOvers.answered(0);
        send(3, 10 * HandOvers.WINDOW);
        assertFalse(handOvers.hasRoom());
        for (int i = 1; i < 10 * HandOvers.WINDOW; i++) {
            assertEquals(1000 + i, handOvers.answered(i).fd);
        }
        assertEquals(0, handOvers.count());
        assertTrue(handOvers.hasRoom());
    }

    @Test
    void aDescriptorThatGotLostIsThatOfTheReportsTurn() {
        send(0, 3);
        handOvers.arrived();
        assertEquals(1001, handOvers.lost().fd);
        handOvers.arrived();
        assertTrue(handOvers.allReported());
        assertEquals(2, handOvers.count());
    }

    @Test
    void listeningSocketsAreReportedInBetweenAndAnsweredByNothing() {
        send(0, 1);
        handOvers.socketSent();
        send(1, 2);
        handOvers.arrived();
        handOvers.arrived();
        assertEquals(1001, handOvers.lost().fd);
        assertEquals(1000, handOvers.answered(0).fd);
        assertEquals(0, handOvers.count());
        assertTrue(handOvers.allReported());
    }

    @Test
    void reportsAndAnswersThatNobodyWaitsForAreIgnored() {
        handOvers.arrived();
        assertNull(handOvers.lost());
        assertNull(handOvers.answered(0));
        send(0, 1);
        assertEquals(1000, handOvers.lost().fd);
    }

    @Test
    void aDeadWorkerGivesBackWhatItHasNotAnswered() {
        send(0, 4);
        handOvers.answered(1);
        List<Integer> back = new ArrayList<>();
        handOvers.abandon(handOver -> back.add(handOver.fd));
        assertEquals(List.of(1000, 1002, 1003), back);
        assertEquals(0, handOvers.count());
        assertTrue(handOvers.hasRoom());
    }

    @Test
    void whateverTheOrderEveryConnectionComesOutExactlyOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Long> open = new ArrayList<>();
        ArrayDeque<Long> unreported = new ArrayDeque<>();
        long seq = 0;
        int out = 0;
        for (int step = 0; step < 100_000; step++) {
            int choice = random.nextInt(3);
            if (choice == 0 && handOvers.hasRoom()) {
                handOvers.sent(seq, (int) seq, null, step);
                open.add(seq);
                unreported.add(seq++);
            } else if (choice == 1 && !unreported.isEmpty()) {
                handOvers.arrived();
                unreported.remove();
            } else if (choice == 2 && open.size() > unreported.size()) {
                // A worker answers only what has arrived.
                long answer = open.stream().filter(s -> !unreported.contains(s)).findAny().orElseThrow();
                assertEquals((int) answer, handOvers.answered(answer).fd, "seed " + seed);
                open.remove(answer);
                out++;
            }
            assertEquals(open.size(), handOvers.count(), "seed " + seed);
        }
        assertEquals(seq, out + open.size(), "seed " + seed);
    }
}
