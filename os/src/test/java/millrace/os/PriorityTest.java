package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PriorityTest {
    /** {@code proc_pid_stat(5)}: the 19th field, counted from behind the name, which may have blanks. */
    private static int niceOfThisThread() throws Exception {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    @Test
    void aThreadGivesWayAloneAndItsProcessDoesNot() throws Exception {
        int before = niceOfThisThread();
        CompletableFuture<Integer> after = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                assertEquals(0, Priority.nice(19));
                after.complete(niceOfThisThread());
            } catch (Throwable t) {
                after.completeExceptionally(t);
            }
        });
        assertEquals(19, after.get());
        assertEquals(before, niceOfThisThread());
    }
}
