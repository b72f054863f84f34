package harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A load of handshakes that goes on until it is stopped; who has started it follows how far it is. */
final class Handshakes implements AutoCloseable {
    private static final int LIMIT_SECONDS = 3_600;
    private static final int STOP_SECONDS = 30;
    private static final Pattern SO_FAR = Pattern.compile("(\\d+) so far\n");

    /**
     * @param whole handshakes without a session
     * @param resumed those that went on with one
     * @param refused those among the whole ones that had offered a session
     */
    record Counts(double whole, double resumed, double refused, double failed, double seconds) {}

    private final Process process;
    private final File log;

    private Handshakes(Process process, File log) {
        this.process = process;
        this.log = log;
    }

    /** Every other handshake goes on with a session. @param step how often it says how far it is */
    static Handshakes start(int port, int threads, long step, String cpus, Path here) throws IOException {
        File log = File.createTempFile("handshakes", ".log");
        return new Handshakes(Processes.start(List.of(here.resolve("target/tlsload").toString(), String.valueOf(port), "/",
                "mixed", String.valueOf(threads), String.valueOf(LIMIT_SECONDS), String.valueOf(Long.MAX_VALUE),
                String.valueOf(step)), cpus, Map.of(), log), log);
    }

    /** Waits until so many are done. */
    void await(long count) throws IOException {
        while (soFar() < count) {
            if (!process.isAlive()) {
                throw new BenchmarkException("the load of handshakes has ended: " + Files.readString(log.toPath()));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private long soFar() throws IOException {
        Matcher lines = SO_FAR.matcher(Files.readString(log.toPath()));
        long last = 0;
        while (lines.find()) {
            last = Long.parseLong(lines.group(1));
        }
        return last;
    }

    Counts stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchmarkException("the load of handshakes does not end");
        }
        String output = Files.readString(log.toPath());
        Report.progress("tlsload: " + SO_FAR.matcher(output).replaceAll("").strip()); // with its first faults, if any
        Command said = new Command(List.of("tlsload"), process.exitValue(), output);
        double resumed = said.requiredNumber("(\\d+) resumed");
        return new Counts(said.requiredNumber("(\\d+) handshakes") - resumed, resumed,
                said.requiredNumber("(\\d+) whole though"), said.requiredNumber("(\\d+) failed in"),
                said.requiredNumber("in ([\\d.]+) s"));
    }

    @Override
    public void close() throws IOException {
        Processes.stop(process);
        Files.delete(log.toPath());
    }
}
