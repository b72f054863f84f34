package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    @ParameterizedTest
    @ValueSource(strings = {"await", "poll"})
    void jvmWithSignalsBlockedFromBirthTakesThem(String how) throws IOException {
        List<String> blocked = List.of("env", "--block-signal=QUIT,TERM,USR1,USR2");
        Spawn spawn = Child.java(blocked, SignalProgram.class, how).variable("_JAVA_SR_SIGNUM", "60");
        try (Child child = Child.start(spawn);
                BufferedReader output = new BufferedReader(new InputStreamReader(child.stream()))) {
            assertEquals("ready [SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM]", output.readLine());
            String sender = how.equals("poll") ? " from " + ProcessHandle.current().pid() : "";
            for (Signal signal : List.of(Signal.SIGQUIT, Signal.SIGUSR2, Signal.SIGTERM)) {
                child.process().send(signal);
                assertEquals(signal + sender, output.readLine());
            }
            assertEquals("end", output.readLine());
            assertEquals(0, child.process().await().code());
        }
    }

    @Test
    void blockedSignalIsPendingUntilTaken() throws Exception {
        Signals.block(Signal.SIGWINCH);
        try {
            assertTrue(Signals.blocked().contains(Signal.SIGWINCH));
            assertNull(Signals.await(0, Signal.SIGWINCH));
            raise(Signal.SIGWINCH);
            assertEquals(Set.of(Signal.SIGWINCH), Signals.pending());
            assertEquals(Signal.SIGWINCH, Signals.await(0, Signal.SIGWINCH));
            assertEquals(Set.of(), Signals.pending());
        } finally {
            Signals.unblock(Signal.SIGWINCH);
        }
        assertFalse(Signals.blocked().contains(Signal.SIGWINCH));
    }

    @Test
    void signalDescriptorHasNothingToReadBeforeASignal() throws OsException {
        try (SignalFd signals = SignalFd.open(Signal.SIGWINCH)) {
            assertNull(signals.read());
        }
    }

    @Test
    void namesAreReadAsKillReadsThem() {
        assertEquals(Signal.SIGTERM, Signal.named("term"));
        assertEquals(Signal.SIGHUP, Signal.named("SIGHUP"));
        assertEquals(Signal.SIGKILL, Signal.named("9"));
        assertThrows(IllegalArgumentException.class, () -> Signal.named("SIG"));
        assertEquals("SIGRTMIN+2", Signal.describe(36));
        assertNull(Signal.of(0));
        assertNull(Signal.of(32));
    }

    /** To the calling thread: other threads of the test JVM do not block it. */
    private static void raise(Signal signal) {
        Call.of("raise").callInt(signal.number());
    }
}
