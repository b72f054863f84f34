package millrace.bench.scenario;

import java.util.List;
import java.util.stream.Collectors;
import millrace.bench.load.Outcome;
import millrace.bench.threshold.Threshold;
import millrace.bench.threshold.Verdict;

/** What came of a scenario. Immutable. */
public record ScenarioResult(Outcome outcome, List<Verdict> verdicts) {
    static ScenarioResult of(Outcome outcome, List<Threshold> thresholds) {
        return new ScenarioResult(outcome, thresholds.stream().map(one -> one.judge(outcome)).toList());
    }

    public boolean isKept() {
        return verdicts.stream().allMatch(Verdict::kept);
    }

    /** @throws AssertionError a threshold is broken: says which, and by what */
    public void assertKept() {
        if (!isKept()) {
            throw new AssertionError(verdicts.stream()
                    .filter(verdict -> !verdict.kept())
                    .map(Verdict::toString)
                    .collect(Collectors.joining("; ")));
        }
    }
}
