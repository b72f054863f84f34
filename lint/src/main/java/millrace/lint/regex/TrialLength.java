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
        boolean isShort = verdict.complexity() == Complexity.EXPONENTIAL && !(dialect == Dialect.JAVA && jdkEnds(verdict));
        int length = isShort ? exponential(verdict.proof().runs()) : LONGEST;
        int rest = attack.prefix().length() + attack.suffix().length();
        return Math.max(1, (length - rest) / attack.pump().length());
    }

    /** The JDK remembers some of what it tried in vain: then only a long input shows what is left of the danger. */
    private static boolean jdkEnds(Verdict verdict) {
        return verdict.proof().runs().stream()
                .anyMatch(run -> run.engine() == Proof.Engine.JDK && run.ending() != Proof.Ending.STOPPED);
    }

    /** Goes on from the last two measurements that came to their end. */
    private static int exponential(List<Proof.Run> runs) {
        List<Proof.Run> ended = runs.stream()
                .filter(run -> run.engine() == Proof.Engine.BACKTRACKING && run.ending() != Proof.Ending.STOPPED)
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
