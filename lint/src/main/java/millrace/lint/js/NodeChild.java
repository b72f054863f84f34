package millrace.lint.js;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import millrace.lint.LintException;

/** A running {@code node} that answers lines with lines, within bounds of memory and time. */
final class NodeChild implements AutoCloseable {
    static final int MEGABYTES = 1024;
    static final int SECONDS_A_QUESTION = 30;
    /** What the loader says when it has its modules. */
    private static final String READY = "\"ready\"";

    private final Process process;
    private final OutputStream questions;
    private final BufferedReader answers;
    private final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().factory());

    private NodeChild(Process process) {
        this.process = process;
        this.questions = process.getOutputStream();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static NodeChild start(Path node, String modules) throws IOException, LintException {
        NodeChild child = new NodeChild(new ProcessBuilder(
                node.toString(), "--max-old-space-size=" + MEGABYTES, "-e", NodeScript.LOADER).start());
        if (READY.equals(child.ask(modules))) {
            return child;
        }
        child.process.toHandle().destroyForcibly(); // Which, unlike the process's own, leaves what it said.
        String said = new String(child.process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.contains("Error")).findFirst().orElse("it said nothing");
        child.close();
        throw new LintException(node + " cannot run the parser (" + said.strip() + "): it must be node 16.9 or later");
    }

    /** Null when the child did not survive the question, or took too long over it. */
    String ask(String question) throws IOException {
        try {
            questions.write((question + "\n").getBytes(StandardCharsets.UTF_8));
            questions.flush();
        } catch (IOException e) {
            return null; // It has closed its end.
        }
        return answer();
    }

    private String answer() throws IOException {
        ScheduledFuture<?> alarm =
                watchdog.schedule(process::destroyForcibly, SECONDS_A_QUESTION, TimeUnit.SECONDS);
        try {
            return answers.readLine();
        } finally {
            alarm.cancel(false);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        watchdog.shutdownNow();
    }
}
