package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.List;
import millrace.regex.analysis.Proof.Ending;
import millrace.regex.analysis.Proof.Engine;
import millrace.regex.analysis.Proof.Run;

/**
 * How the cost of an attack grows with the number of its pumps: measured in an engine at numbers that grow by half,
 * until it is plain, and extrapolated from there.
 *
 * <p>A measurement that would take more than {@code mostSteps} is the last one.
 *
 * @param slope power of the growth over the last two measurements
 * @param stepsAtLength what the attack would cost at the length that {@link Options#attackLength()} names
 * @param spent steps of all measurements
 */
record Growth(Complexity complexity, double slope, double stepsAtLength, List<Run> runs, long spent) {
    /** Beyond so many pumps, what is not finished yet is a power, not an exponential. */
    private static final int FEW_PUMPS = 500;
    /** No power that a pattern people write comes to. */
    private static final double STEEP = 9;
    /** The JDK's steps are characters looked at; each takes about as long as so many of the backtracking matcher's. */
    private static final int STEPS_TO_A_CHARACTER = 8;

    static Growth measure(AttackedEngine engine, Attack attack, Options options, long mostSteps) {
        List<Run> runs = new ArrayList<>();
        List<Integer> pumps = new ArrayList<>();
        long spent = 0;
        for (int n = 2; ; n += n / 2) {
            String text = attack.string(n);
            boolean last = text.length() >= options.attackLength();
            text = last ? attack.ofLength(options.attackLength()) : text;
            Run run = engine.run(text, attack.whole(), mostSteps);
            spent += run.steps();
            runs.add(run);
            if (run.ending() == Ending.FAILED) {
                return overflown(runs, spent);
            }
            pumps.add(n);
            if (last || run.ending() == Ending.STOPPED) {
                return judge(runs, pumps, spent, options);
            }
        }
    }

    /** An engine that gives up does not cost more at a greater length. */
    private static Growth overflown(List<Run> runs, long spent) {
        return new Growth(Complexity.LINEAR, 1, runs.getLast().steps(), runs, spent);
    }

    private static Growth judge(List<Run> runs, List<Integer> pumps, long spent, Options options) {
        int last = runs.size() - 1;
        boolean stopped = runs.get(last).ending() == Ending.STOPPED;
        if (last < 2) {
            // Over the limit with a handful of pumps.
            return new Growth(stopped ? Complexity.EXPONENTIAL : Complexity.LINEAR, 0,
                    stopped ? Double.POSITIVE_INFINITY : runs.get(last).steps(), runs, spent);
        }
        // A stopped run is only known to cost at least its limit; so the slope before it may be the better one.
        double slope = stopped ? Math.max(slope(runs, pumps, last), slope(runs, pumps, last - 1))
                : slope(runs, pumps, last);
        double earlier = slope(runs, pumps, Math.max(1, last - 3));
        boolean exponential = stopped && pumps.get(last) <= FEW_PUMPS
                && (slope > STEEP || slope > STEEP / 2 && slope > 1.4 * earlier);
        if (exponential) {
            return new Growth(Complexity.EXPONENTIAL, slope, Double.POSITIVE_INFINITY, runs, spent);
        }
        Run finished = runs.get(stopped ? last - 1 : last);
        double power = stopped ? slope(runs, pumps, last - 1) : slope;
        double factor = Math.max(1, (double) options.attackLength() / finished.length());
        double estimate = Math.max(finished.steps() * Math.pow(factor, power), runs.get(last).steps());
        Complexity complexity = power < 1.5 ? Complexity.LINEAR : Complexity.POLYNOMIAL;
        return new Growth(complexity, power, estimate, runs, spent);
    }

    private static double slope(List<Run> runs, List<Integer> pumps, int at) {
        return Math.log((double) runs.get(at).steps() / runs.get(at - 1).steps())
                / Math.log((double) pumps.get(at) / pumps.get(at - 1));
    }

    int degree() {
        return switch (complexity) {
            case LINEAR -> 1;
            case POLYNOMIAL -> Math.max(2, (int) Math.round(slope));
            case EXPONENTIAL, UNKNOWN -> 0;
        };
    }

    /** Whether at the length of an attack it costs what is called dangerous. */
    boolean dangerous(Options options) {
        boolean jdk = runs.getLast().engine() == Engine.JDK;
        long most = jdk ? options.dangerousSteps() / STEPS_TO_A_CHARACTER : options.dangerousSteps();
        return complexity != Complexity.LINEAR && stepsAtLength >= most;
    }
}
