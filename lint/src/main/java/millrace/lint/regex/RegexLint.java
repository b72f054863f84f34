package millrace.lint.regex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.RegexAnalyser;
import millrace.regex.analysis.RegexSyntaxException;
import millrace.regex.analysis.Verdict;

/** Analyses patterns on all cores; a pattern that stands in many places once. */
public final class RegexLint {
    private final RegexAnalyser analyser = RegexAnalyser.create();
    private final int cores;

    public RegexLint(int cores) {
        this.cores = cores;
    }

    private record Key(String pattern, String flags, Dialect dialect) {}

    private record Answer(Verdict verdict, String problem) {}

    /**
     * One answer for each pattern, in their order.
     *
     * @param done is run after each that is analysed, on any thread
     */
    public List<RegexResult> analyse(List<Facts.PatternText> patterns, Runnable done) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(cores)) {
            Map<Key, Future<Answer>> answers = new HashMap<>();
            for (Facts.PatternText each : patterns) {
                answers.computeIfAbsent(key(each), key -> executor.submit(() -> {
                    Answer answer = analyse(key);
                    done.run();
                    return answer;
                }));
            }
            List<RegexResult> results = new ArrayList<>();
            for (Facts.PatternText each : patterns) {
                Answer answer = result(answers.get(key(each)));
                results.add(new RegexResult(each, answer.verdict(), answer.problem()));
            }
            return results;
        }
    }

    /** How many analyses these patterns need. */
    public static long distinct(List<Facts.PatternText> patterns) {
        return patterns.stream().map(RegexLint::key).distinct().count();
    }

    private static Key key(Facts.PatternText text) {
        return new Key(text.pattern(), text.flags(), text.dialect());
    }

    private Answer analyse(Key key) {
        try {
            return new Answer(analyser.analyse(key.pattern(), key.flags(), key.dialect()), null);
        } catch (RegexSyntaxException e) {
            return new Answer(null, e.getMessage());
        } catch (StackOverflowError e) {
            return new Answer(null, "nested too deeply to be analysed");
        }
    }

    /** Any other failure is a fault of the analyser, and is not hidden. */
    private static Answer result(Future<Answer> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
