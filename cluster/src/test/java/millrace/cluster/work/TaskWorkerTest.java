package millrace.cluster.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A worker without its process: lines in, lines out. */
class TaskWorkerTest {
    private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();

    private static void give(TaskWorker worker, TaskMessage message) {
        byte[] line = message.line();
        assertTrue(worker.line(line, 0, line.length - 1));
    }

    /** It may come while the task is on its way from the queue to its thread. */
    @Test
    void noCancellationIsMissedWheneverItComes() throws Exception {
        TaskWorker worker = new TaskWorker(answers::add, payload -> {
            new CountDownLatch(1).await();
            return null;
        });
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                worker.serve();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (long id = 1; id <= 20_000; id++) {
            give(worker, new TaskMessage.Task(id, null));
            for (int spins = random.nextInt(200); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            give(worker, new TaskMessage.Cancel(id));
            byte[] answer = answers.poll(60, TimeUnit.SECONDS);
            assertNotNull(answer, "task " + id + " goes on though it was cancelled, seed " + seed);
            TaskMessage message = TaskMessage.read(answer, 0, answer.length - 1);
            assertEquals(id, assertInstanceOf(TaskMessage.Failure.class, message).id());
        }
        thread.interrupt();
        thread.join();
    }
}
