package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/** The load tester's part of what the start-up cache is made from: a short run of each kind of report. */
public final class BenchRehearsal {
    private BenchRehearsal() {}

    /** @param port of a server on this machine */
    public static void run(int port) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        String url = "http://127.0.0.1:" + port + "/";
        for (List<String> words : List.of(
                List.of("-a", "200", "-c", "2", "-p", "2", "-l", "--renderStatusCodes", url),
                List.of("-a", "100", "-R", "2000", "-j", url))) {
            if (BenchCommand.run(words, nowhere, System.err) != 0) {
                throw new IllegalStateException("the rehearsal's run failed");
            }
        }
    }
}
