package millrace.manager.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import millrace.manager.watch.LoopThread;
import millrace.os.PidFd;
import millrace.os.Poll;
import millrace.os.Signal;
import millrace.os.Signals;
import millrace.os.Spawn;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void cpuIsTheShareOfOneCoreSinceTheLookBefore() {
        CpuMeter meter = new CpuMeter();
        meter.begin(0, SECOND, 10 * SECOND);
        assertEquals(10, meter.percent());
        meter.read(2 * SECOND, SECOND + 3 * SECOND);
        assertEquals(150, meter.percent());
        meter.read(4 * SECOND, 4 * SECOND);
        assertEquals(0, meter.percent());
    }

    @Test
    void looksInQuickSuccessionDoNotMakeItJump() {
        CpuMeter meter = new CpuMeter();
        meter.begin(0, 0, 1);
        meter.read(SECOND, SECOND / 2);
        assertEquals(50, meter.percent());
        meter.read(SECOND + SECOND / 100, SECOND / 2 + SECOND / 100);
        assertEquals(50, meter.percent());
        meter.read(2 * SECOND, SECOND / 2 + SECOND / 10);
        assertEquals(10, meter.percent());
    }

    @Test
    void timeThatAnOrphanTookWithItIsNotNegative() {
        CpuMeter meter = new CpuMeter();
        meter.begin(0, 5 * SECOND, 10 * SECOND);
        meter.read(SECOND, SECOND);
        assertEquals(0, meter.percent());
    }

    @Test
    void theHistoryKeepsTheLastSixtySamplesInOrder() {
        UsageHistory history = new UsageHistory();
        assertEquals(List.of(), history.samples());
        for (int i = 0; i < 100; i++) {
            history.add(new Usage(i, i));
        }
        assertEquals(UsageHistory.SAMPLES, history.samples().size());
        assertEquals(new Usage(40, 40), history.samples().getFirst());
        assertEquals(new Usage(99, 99), history.samples().getLast());
    }

    @Test
    void aTreeIsReadToItsLastLeafAndIsGoneWithItsRoot() throws Exception {
        ProcessTree tree = new ProcessTree();
        String script = "sh -c 'head -c 40M /dev/zero | tail -c 40M | sleep 1000; true'; true";
        PidFd process = new Spawn("/bin/sh", "-c", script).newGroup().start();
        try {
            long end = System.nanoTime() + 60 * SECOND;
            while (tree.look(process.pid()) && tree.residentBytes() < 40 << 20) {
                assertTrue(System.nanoTime() < end, tree.residentBytes() + " bytes");
            }
            assertTrue(tree.cpuNanos() >= 0);
        } finally {
            Signals.sendToGroup(process.pid(), Signal.SIGKILL);
            process.await();
            process.close();
        }
        assertFalse(tree.look(process.pid()));
    }

    /** As it is at the first moment of a process, when it is looked at for the first time. */
    @Test
    void aProcessThatHasNoMemoryIsThereAllTheSame() throws Exception {
        ProcessTree tree = new ProcessTree();
        try (PidFd ended = new Spawn("/bin/true").start()) {
            Poll poll = new Poll(1);
            poll.add(ended.fd(), Poll.IN);
            assertEquals(1, poll.await(60_000));
            assertTrue(tree.look(ended.pid()));
            assertEquals(0, tree.residentBytes());
            ended.await();
            assertFalse(tree.look(ended.pid()));
        }
    }

    @Test
    void aBusyProcessIsSeenByItsPmIdAndNoLongerWhenItHasEnded() throws Exception {
        PidFd busy = new Spawn("/bin/sh", "-c", "while :; do :; done").start();
        try (LoopThread loop = new LoopThread()) {
            UsageMeter meter = loop.on(() -> new UsageMeter(loop.loop()));
            loop.on(() -> {
                meter.track(7, busy.pid());
                return null;
            });
            long end = System.nanoTime() + 60 * SECOND;
            Usage usage = Usage.NONE;
            while (usage.cpuPercent() < 5) {
                assertTrue(System.nanoTime() < end, usage.toString());
                usage = loop.on(() -> meter.now(7));
            }
            assertTrue(usage.memoryBytes() > 100_000, usage.toString());
            busy.send(Signal.SIGKILL);
            busy.await();
            assertEquals(Usage.NONE, loop.on(() -> meter.now(7)));
            assertEquals(Usage.NONE, loop.on(() -> meter.now(8)));
            loop.on(() -> {
                meter.forget(7);
                return null;
            });
        } finally {
            busy.send(Signal.SIGKILL);
            busy.close();
        }
    }
}
