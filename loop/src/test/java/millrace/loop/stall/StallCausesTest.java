package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.os.Proc;
import millrace.os.Signal;
import millrace.os.Signals;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Causes that stop a whole JVM, each injected into one of its own. */
@Timeout(300)
class StallCausesTest {
    /** What the machine does besides may be the larger part of a stall, and is named then. */
    private static final int ATTEMPTS = 8;

    private static final long STOPPED_MILLIS = 300;

    @Test
    void aStoppedProcessIsRecognisedWithTheFrameItWasStoppedIn() throws Exception {
        try (Child child = new Child("any-processor")) {
            String report = "";
            for (int i = 0; i < ATTEMPTS && !isStopped(report); i++) {
                child.say("begin");
                child.await("working");
                int pid = (int) child.process.pid();
                assertEquals(0, Signals.send(pid, Signal.SIGSTOP));
                while (Proc.of(pid).state() != 'T') {
                    Thread.onSpinWait();
                }
                lasts(STOPPED_MILLIS << i);
                assertEquals(0, Signals.send(pid, Signal.SIGCONT));
                // Else it may be over before it has been looked at.
                child.await("noticed");
                child.say("end");
                report = child.await("report");
            }
            assertTrue(isStopped(report), report);
        }
    }

    /** Without its frame when it was over before anybody could look: a busy machine may see to that. */
    private static boolean isStopped(String report) {
        return report.startsWith("report STOPPED")
                && report.contains("stopped with its process (by SIGSTOP")
                && report.contains("StallProgram.work(");
    }

    /** The length of the fault, not a wait for something. */
    private static void lasts(long millis) {
        new CompletableFuture<>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join();
    }

    @Test
    void aCollectionIsRecognisedWithItsCollectorAndTheFrameItHappenedIn() throws Exception {
        try (Child child = new Child("any-processor")) {
            String report = "";
            // The virtual machine tells of its collections afterwards, and stops for other things beside them.
            for (int i = 0; i < 4 * ATTEMPTS && !isCollection(report); i++) {
                child.say("collect");
                report = child.await("report");
            }
            assertTrue(isCollection(report), report);
        }
    }

    private static boolean isCollection(String report) {
        return report.startsWith("report GARBAGE_COLLECTION")
                && report.contains("(MarkSweepCompact, ")
                && report.contains(" ms); it was in ")
                && report.contains("StallProgram.collect(");
    }

    @Test
    void aLoopThatGetsNoProcessorIsRecognised() throws Exception {
        try (Child child = new Child("one-processor")) {
            String report = "";
            child.say("compete");
            child.await("competing");
            for (int i = 0; i < ATTEMPTS && !report.startsWith("report NO_PROCESSOR"); i++) {
                child.say("begin");
                child.await("working");
                lasts(STOPPED_MILLIS << i);
                child.say("end");
                report = child.await("report");
            }
            assertTrue(report.contains("without a processor (waited "), report);
        }
    }

    private static final class Child implements AutoCloseable {
        final Process process;
        private final BufferedReader output;
        private final PrintStream input;

        Child(String mode) throws IOException {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp"));
            command.add(String.join(":", place(StallProgram.class), place(EventLoop.class), place(Proc.class),
                    place(Histogram.class)));
            command.add(StallProgram.class.getName());
            command.add(mode);
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            output = process.inputReader();
            input = new PrintStream(process.getOutputStream(), true);
        }

        private static String place(Class<?> type) {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
        }

        void say(String line) {
            input.println(line);
        }

        String await(String beginning) throws IOException {
            String line = output.readLine();
            while (line != null && !line.startsWith(beginning)) {
                line = output.readLine();
            }
            return line == null ? "the child has ended" : line;
        }

        @Override
        public void close() throws Exception {
            input.close();
            process.waitFor();
        }
    }
}
