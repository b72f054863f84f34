package millrace.regex.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import millrace.regex.analysis.Proof.Ending;
import millrace.regex.analysis.Proof.Engine;
import millrace.regex.analysis.Proof.Run;

/** Runs attacks in V8, where there is a {@code node} on the path: a process for each, which stops itself at a limit. */
public final class NodeTrial {
    /** Takes pattern, flags, prefix, pump, suffix (in base64), length and limit; says how it ended and nanoseconds. */
    private static final String SCRIPT = """
            const a = process.argv.slice(1);
            const [pattern, flags, prefix, pump, suffix] = a.map(s => Buffer.from(s, 'base64').toString('utf16le'));
            const most = Math.max(1, Math.floor((+a[5] - prefix.length - suffix.length) / pump.length));
            const text = prefix + pump.repeat(most) + suffix;
            const regex = new RegExp(pattern, flags);
            const code = flags.includes('g') ? 'found = text.replace(regex, "") !== text' : 'found = regex.test(text)';
            const begin = process.cpuUsage();
            let ending;
            try {
                ending = require('vm').runInNewContext(code, {regex, text}, {timeout: +a[6]}) ? 'MATCH' : 'NO_MATCH';
            } catch (error) {
                ending = error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'STOPPED' : 'FAILED';
            }
            const used = process.cpuUsage(begin);
            console.log(ending, text.length, (used.user + used.system) * 1000);
            """;

    private final Path node;

    private NodeTrial(Path node) {
        this.node = node;
    }

    /** @param node the executable */
    public static NodeTrial of(Path node) {
        return new NodeTrial(node);
    }

    /** Empty if there is no {@code node} on the path. */
    public static Optional<NodeTrial> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(":")) {
            Path candidate = Path.of(folder, "node");
            if (Files.isExecutable(candidate)) {
                return Optional.of(new NodeTrial(candidate));
            }
        }
        return Optional.empty();
    }

    /**
     * Runs an attack on a JavaScript pattern; its time is that of the processor. Blocks up to the limit and the start
     * of a process.
     *
     * @throws UncheckedIOException if the process cannot be run, or does not take the pattern
     */
    public Run run(String pattern, String flags, Attack attack, int length, Duration limit) {
        try {
            Process process = new ProcessBuilder(node.toString(), "-e", SCRIPT, "--", base64(pattern), base64(flags),
                    base64(attack.prefix()), base64(attack.pump()), base64(attack.suffix()), Integer.toString(length),
                    Long.toString(limit.toMillis())).redirectError(Redirect.DISCARD).start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                return answer(new String(output.readAllBytes(), StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("Cannot run " + node, broken);
        }
    }

    private static Run answer(String output) throws IOException {
        String[] words = output.strip().split(" ");
        if (words.length != 3) {
            throw new IOException("unexpected answer: " + output);
        }
        return new Run(Engine.NODE, Integer.parseInt(words[1]), -1, (long) Double.parseDouble(words[2]),
                Ending.valueOf(words[0]));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
    }
}
