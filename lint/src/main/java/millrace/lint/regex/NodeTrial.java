package millrace.lint.regex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import millrace.lint.LintException;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.Verdict;

/** Runs an attack in the user's own {@code node}, a process of its own that is ended when it takes too long. */
final class NodeTrial {
    private static final int LONGEST_SECONDS = 4;

    private final Path node;

    NodeTrial(Path node) {
        this.node = node;
    }

    /** The verdict with one more measurement; as it is when node refuses the pattern. */
    Verdict measure(Facts.PatternText text, Verdict verdict) throws LintException, InterruptedException {
        int repetitions = TrialLength.repetitions(verdict, text.dialect());
        int length = verdict.attack().string(repetitions).length();
        return run(Reproduction.expression(text, verdict), length)
                .map(run -> with(verdict, run))
                .orElse(verdict);
    }

    private Optional<Proof.Run> run(String expression, int length) throws LintException, InterruptedException {
        String program = "const begin = process.hrtime.bigint(); const matched = " + expression
                + "; console.log(matched + ' ' + (process.hrtime.bigint() - begin))";
        long begin = System.nanoTime();
        Process process = null;
        try {
            process = new ProcessBuilder(node.toString(), "-e", program)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                return Optional.of(run(length, System.nanoTime() - begin, Proof.Ending.STOPPED));
            }
            String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split(" ");
            if (process.exitValue() != 0 || said.length != 2) {
                return Optional.empty();
            }
            Proof.Ending ending = said[0].equals("true") ? Proof.Ending.MATCH : Proof.Ending.NO_MATCH;
            return Optional.of(run(length, Long.parseLong(said[1]), ending));
        } catch (IOException e) {
            throw new LintException("node (" + node + ") cannot be run: " + e.getMessage(), e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static Proof.Run run(int length, long nanos, Proof.Ending ending) {
        return new Proof.Run(Proof.Engine.NODE, length, -1, nanos, ending);
    }

    private static Verdict with(Verdict verdict, Proof.Run run) {
        List<Proof.Run> runs = new ArrayList<>(verdict.proof().runs());
        runs.add(run);
        Proof proof = new Proof(verdict.proof().proven(), runs, verdict.proof().reason());
        return new Verdict(verdict.complexity(), verdict.degree(), verdict.findings(), verdict.attack(), proof);
    }
}
