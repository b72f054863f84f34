package millrace.manager.survive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.manager.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningListTest {
    private static final SavedApp APP = new SavedApp(
            Map.of("name", "a"),
            List.of(new SavedInstance(0, 0, false, 0, 5, new SavedProcess(7, 8, "pipe:[9]", "pipe:[10]"))),
            List.of());

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private int asked;

    @Test
    void manyChangesAreWrittenAtOnceAndAllThatRanIsFoundAgain() throws Exception {
        Home home = new Home(folder);
        assertNull(RunningList.left(home));
        onLoop(home, List.of(APP), list -> {
            for (int i = 0; i < 1000; i++) {
                list.changed();
            }
        }, () -> Files.exists(home.running()));
        assertEquals(SavedList.of(List.of(APP)), RunningList.left(home));
        assertEquals(1, asked);
    }

    @Test
    void afterAnOrderlyEndNothingIsLeft() throws Exception {
        Home home = new Home(folder);
        Files.write(home.running(), SavedList.of(List.of(APP)).bytes());
        onLoop(home, List.of(APP), RunningList::close, () -> !Files.exists(home.running()));
        assertNull(RunningList.left(home));
    }

    @Test
    void whatRanBeforeTheMachineWasStartedAgainIsNothingNow() throws Exception {
        Home home = new Home(folder);
        Files.write(home.running(), new SavedList("another boot", List.of(APP)).bytes());
        assertNull(RunningList.left(home));
    }

    @Test
    void aListThatDoesNotSayOfWhichBootItIsIsOfNone() throws Exception {
        Home home = new Home(folder);
        Files.writeString(home.running(), "{\"version\":1,\"apps\":[]}");
        assertNull(RunningList.left(home));
    }

    @Test
    void aListThatIsBrokenIsNamed() throws Exception {
        Home home = new Home(folder);
        Files.writeString(home.running(), "{\"version\":1,");
        IOException e = assertThrows(IOException.class, () -> RunningList.left(home));
        assertTrue(e.getMessage().contains(home.running().toString()), e.getMessage());
    }

    @Test
    void aHomeThatCannotBeWrittenIsSaidOnce() throws Exception {
        onLoop(new Home(Path.of("/proc/self")), List.of(APP), RunningList::changed, () -> !warnings.isEmpty());
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().contains("/proc/self"), warnings.getFirst());
    }

    @Test
    void aProcessIsKnownByItsStartToo() throws Exception {
        SavedProcess self = SavedProcess.of((int) ProcessHandle.current().pid(), null, null);
        assertTrue(self.isAlive());
        assertFalse(new SavedProcess(self.pid(), self.startTicks() + 1, null, null).isAlive());
        assertFalse(self.stillWritesTo(1));
    }

    private interface Step {
        void run(RunningList list);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Runs the loop until something holds. */
    private void onLoop(Home home, List<SavedApp> apps, Step step, Condition until) throws Exception {
        try (EventLoop loop = EventLoop.open("test", PollerKind.EPOLL)) {
            RunningList list = new RunningList(
                    loop,
                    home,
                    () -> {
                        asked++;
                        return apps;
                    },
                    warnings::add);
            loop.execute(() -> step.run(list));
            loop.scheduleAtFixedRate(() -> {
                try {
                    if (until.holds()) {
                        loop.stop();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }, 1, 1, TimeUnit.MILLISECONDS);
            loop.run();
        }
    }
}
