package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import millrace.regex.analysis.AttackSearch.Worst;
import millrace.regex.analysis.Proof.Run;

/**
 * Says of a pattern whether some input makes a backtracking engine slow, and proves it with one.
 *
 * <p>The pattern becomes a tree ({@link PatternParser}), the tree an automaton ({@link AutomatonBuilder}); in the
 * automaton ambiguities are found ({@link AmbiguitySearch}), out of which come attacks ({@link AttackSearch}), which
 * run in a matcher that backtracks as V8 does and counts its steps ({@link BacktrackingMatcher}). The automaton
 * suspects too much, the run decides: only what was seen to grow is called dangerous. A Java pattern has to grow in
 * {@code java.util.regex} itself, which remembers some of what it has tried in vain.
 *
 * <p>Immutable; any number of threads may use one. An analysis is bounded in steps and memory by its {@link Options}.
 */
public final class RegexAnalyser {
    private final Options options;

    private RegexAnalyser(Options options) {
        this.options = options;
    }

    public static RegexAnalyser of(Options options) {
        return new RegexAnalyser(options);
    }

    /** One with {@link Options#defaults()}. */
    public static RegexAnalyser create() {
        return of(Options.defaults());
    }

    /**
     * @param flags letters as {@link Dialect} says
     * @throws RegexSyntaxException if the pattern or its flags are not of the dialect
     */
    public Verdict analyse(String pattern, String flags, Dialect dialect) {
        try {
            return analyse(PatternParser.parse(pattern, flags, dialect));
        } catch (TooLarge large) {
            return new Verdict(Complexity.UNKNOWN, 0, List.of(), null, unproven("Not analysed: "
                    + large.getMessage() + "."));
        }
    }

    private Verdict analyse(ParsedPattern pattern) {
        Automaton automaton = new AutomatonBuilder(pattern, options.maxStates()).build();
        AmbiguitySearch search = new AmbiguitySearch(automaton, options.maxSearchSteps());
        List<Candidate> candidates = search.run();
        if (candidates.isEmpty()) {
            return search.cutShort() ? undecided(0)
                    : linear("No part of it can read the same text in two ways.");
        }
        AttackSearch attacks = new AttackSearch(pattern, automaton, options);
        Worst worst = attacks.run(candidates);
        if (worst == null || !worst.growth().dangerous(options)) {
            boolean cut = search.cutShort() || attacks.cutShort();
            return cut ? undecided(attacks.tried()) : harmless(worst, attacks.tried());
        }
        Optional<JdkTrial> jdk = options.jdk() ? JdkTrial.of(pattern) : Optional.empty();
        List<Run> runs = new ArrayList<>(worst.growth().runs());
        if (pattern.dialect() == Dialect.JAVA && jdk.isPresent()) {
            Worst there = attacks.worst(jdk.get());
            if (there == null || !there.growth().dangerous(options)) {
                return spared(worst, there, jdk.get());
            }
            worst = there;
            runs.addAll(there.growth().runs());
            if (there.growth().complexity() == Complexity.POLYNOMIAL) {
                String input = worst.attack().ofLength(options.attackLength());
                runs.add(jdk.get().run(input, worst.attack().whole(), JdkTrial.MANY_STEPS));
            }
        } else if (jdk.isPresent()) {
            String input = worst.attack().ofLength(runs.getLast().length());
            runs.add(jdk.get().run(input, worst.attack().whole(), JdkTrial.FEW_STEPS));
        }
        return new Verdict(worst.growth().complexity(), worst.growth().degree(),
                new Explanation(pattern, automaton).findings(worst.candidate()), worst.attack(),
                new Proof(true, runs, seen(worst)));
    }

    /** What other engines fall for, and the JDK does not. */
    private Verdict spared(Worst elsewhere, Worst there, JdkTrial jdk) {
        Attack attack = (there == null ? elsewhere : there).attack();
        Run run = jdk.run(attack.ofLength(options.attackLength()), attack.whole(), JdkTrial.FEW_STEPS);
        List<Run> runs = new ArrayList<>(elsewhere.growth().runs());
        runs.add(run);
        String outcome = switch (run.ending()) {
            case FAILED -> String.format(Locale.ROOT, "overflows the stack after %,d steps", run.steps());
            case STOPPED -> String.format(Locale.ROOT, "needs about %,.0f million steps",
                    (there == null ? run.steps() : there.growth().stepsAtLength()) / 1e6);
            default -> String.format(Locale.ROOT, "is through after %,d steps", run.steps());
        };
        return new Verdict(there == null ? Complexity.LINEAR : there.growth().complexity(),
                there == null ? 1 : there.growth().degree(), List.of(), null, new Proof(false, runs,
                        String.format(Locale.ROOT,
                        "Slow in engines without a memory (PCRE, V8), but java.util.regex %s at %,d characters.",
                        outcome, run.length())));
    }

    private String seen(Worst worst) {
        Run last = worst.growth().runs().getLast();
        return (last.engine() == Proof.Engine.JDK ? "In java.util.regex: " : "") + switch (worst.growth().complexity()) {
            case EXPONENTIAL -> String.format(Locale.ROOT,
                    "More than %,d steps at %,d characters, and each further repetition multiplies them.",
                    last.steps(), last.length());
            default -> String.format(Locale.ROOT, "%,d steps at %,d characters, about %,.0f million at %,d.",
                    last.steps(), last.length(), worst.growth().stepsAtLength() / 1e6, options.attackLength());
        };
    }

    private Verdict harmless(Worst worst, int tried) {
        if (worst == null) {
            return linear("It can read a text in several ways, but none of %d attacks grew faster than its length."
                    .formatted(tried));
        }
        Growth growth = worst.growth();
        return new Verdict(growth.complexity(), growth.degree(), List.of(), null,
                new Proof(false, growth.runs(), String.format(Locale.ROOT,
                        "The worst attack costs about %,.0f million steps at %,d characters: too little to harm.",
                        growth.stepsAtLength() / 1e6, options.attackLength())));
    }

    private static Verdict linear(String reason) {
        return new Verdict(Complexity.LINEAR, 1, List.of(), null, unproven(reason));
    }

    private static Verdict undecided(int tried) {
        return new Verdict(Complexity.UNKNOWN, 0, List.of(), null, unproven(
                "The budget of the analysis was used up; none of %d attacks was slow.".formatted(tried)));
    }

    private static Proof unproven(String reason) {
        return new Proof(false, List.of(), reason);
    }
}
