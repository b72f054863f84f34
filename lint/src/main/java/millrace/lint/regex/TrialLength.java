package millrace.lint.regex;

import java.util.List;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Complexity;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.Verdict;

/** How often to pump an attack, to hold an engine for a second or a few, and not for ever. */
final class TrialLength {
    /** So long an input is the most that a server usually lets in. */
    private static final int LONGEST = 50_000;
    /** V8 makes about two in a nanosecond. */
    private static final double STEPS = 4e9;
    /** Without two measurements to go by. */
    private static final int SAFE = 24;

    private TrialLength() {}

    static int repetitions(Verdict verdict, Dialect dialect) {
        Attack attack = verdict.attack();
        List<Proof.Run> runs = verdict.proof().runs();
        // An exponential verdict on a pattern of Java is of the JDK's own engine, whose runs are then the last ones.
        boolean jdk = dialect == Dialect.JAVA && runs.getLast().engine() == Proof.Engine.JDK;
        int length = verdict.complexity() != Complexity.EXPONENTIAL ? LONGEST
                : exponential(runs, jdk ? Proof.Engine.JDK : Proof.Engine.BACKTRACKING);
        int rest = attack.prefix().length() + attack.suffix().length();
        return Math.max(1, (length - rest) / attack.pump().length());
    }

    /** Goes on from the last two measurements that came to their end. */
    private static int exponential(List<Proof.Run> runs, Proof.Engine engine) {
        List<Proof.Run> ended = runs.stream()
                .filter(run -> run.engine() == engine && run.ending() != Proof.Ending.STOPPED)
                .toList();
        if (ended.size() < 2) {
            return SAFE;
        }
        Proof.Run last = ended.getLast();
        Proof.Run before = ended.get(ended.size() - 2);
        double growth = Math.log((double) last.steps() / before.steps()) / (last.length() - before.length());
        double more = Math.max(0, Math.log(STEPS / last.steps())) / growth;
        return growth > 0 ? (int) Math.min(LONGEST, last.length() + more) : SAFE;
    }
}
