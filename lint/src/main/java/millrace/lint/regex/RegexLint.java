package millrace.lint.regex;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.NodeTrial;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.RegexAnalyser;
import millrace.regex.analysis.RegexSyntaxException;
import millrace.regex.analysis.Verdict;

/** Analyses patterns on all cores; a pattern that stands in many places once. */
public final class RegexLint {
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final RegexAnalyser analyser = RegexAnalyser.create();
    private final int cores;
    private final Optional<NodeTrial> trial;

    /** @param node runs the attacks that are found on patterns of JavaScript, if it is there */
    public RegexLint(int cores, Optional<Path> node) {
        this.cores = cores;
        this.trial = node.map(NodeTrial::of);
    }

    private record Answer(Verdict verdict, String problem) {}

    /**
     * One answer for each pattern, in their order.
     *
     * @param done is run after each that is analysed, on any thread
     */
    public List<RegexResult> analyse(List<Facts.PatternText> patterns, Runnable done) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(cores)) {
            Map<Facts.PatternText, Future<Answer>> answers = new HashMap<>();
            for (Facts.PatternText each : patterns) {
                answers.computeIfAbsent(each.at(null), text -> executor.submit(() -> {
                    Answer answer = analyse(text);
                    done.run();
                    return answer;
                }));
            }
            List<RegexResult> results = new ArrayList<>();
            for (Facts.PatternText each : patterns) {
                Answer answer = result(answers.get(each.at(null)));
                results.add(new RegexResult(each, answer.verdict(), answer.problem()));
            }
            return results;
        }
    }

    /** How many analyses these patterns need. */
    public static long distinct(List<Facts.PatternText> patterns) {
        return patterns.stream().map(each -> each.at(null)).distinct().count();
    }

    private Answer analyse(Facts.PatternText text) {
        try {
            Verdict verdict = analyser.analyse(text.pattern(), text.flags(), text.dialect());
            boolean tried = verdict.dangerous() && text.dialect() == Dialect.JAVASCRIPT && trial.isPresent();
            return new Answer(tried ? measured(text, verdict, trial.get()) : verdict, null);
        } catch (RegexSyntaxException e) {
            return new Answer(null, e.getMessage());
        } catch (StackOverflowError e) {
            return new Answer(null, "nested too deeply to be analysed");
        }
    }

    /** With a run in node; as it is when node does not take the pattern, since it is proven without. */
    private static Verdict measured(Facts.PatternText text, Verdict verdict, NodeTrial trial) {
        Attack attack = verdict.attack();
        int length = attack.string(TrialLength.repetitions(verdict, text.dialect())).length();
        List<Proof.Run> runs = new ArrayList<>(verdict.proof().runs());
        try {
            runs.add(trial.run(text.pattern(), text.flags(), attack, length, LONGEST));
        } catch (UncheckedIOException e) {
            return verdict;
        }
        Proof proof = new Proof(verdict.proof().proven(), runs, verdict.proof().reason());
        return new Verdict(verdict.complexity(), verdict.degree(), verdict.findings(), attack, proof);
    }

    /** Any failure is a fault of the analyser, and is not hidden. */
    private static Answer result(Future<Answer> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
