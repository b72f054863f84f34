package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import millrace.regex.analysis.Proof.Ending;
import millrace.regex.analysis.Proof.Run;

/** Turns ambiguities into attacks: tries endings that make the match fail, and keeps what grows fastest. */
final class AttackSearch {
    private static final int FEW = 64;
    private static final long TRIAL_STEPS = 200_000;
    private static final double SUSPICIOUS_SLOPE = 1.2;
    /** Trials that are measured in short, and in full. */
    private static final int FINALISTS = 6;
    private static final int WINNERS = 2;
    private static final long SHORT_STEPS = 400_000;
    private static final long FULL_STEPS = 10_000_000;
    private static final int MOST_ENDINGS = 40;

    private final ParsedPattern pattern;
    private final AttackedEngine engine;
    private final Automaton automaton;
    private final Options options;
    private final Set<String> endings;
    private final Set<String> prefixes = new LinkedHashSet<>();
    private final List<Trial> trials = new ArrayList<>();
    private long steps;
    private int tried;

    /** An attack that was tried in short. */
    record Trial(Candidate candidate, Attack attack, double slope) {
    }

    /** The worst attack found, and how it grows. */
    record Worst(Candidate candidate, Attack attack, Growth growth) {
    }

    AttackSearch(ParsedPattern pattern, Automaton automaton, Options options) {
        this.pattern = pattern;
        this.engine = BacktrackingTrial.of(pattern);
        this.automaton = automaton;
        this.options = options;
        this.steps = options.maxMatchSteps();
        List<String> characters = characters();
        this.endings = endings(characters);
        prefixes.add("");
        prefixes.add(characters.getFirst());
        prefixes.add("\n");
    }

    /** How many attacks were tried. */
    int tried() {
        return tried;
    }

    /** Whether it ended for want of steps. */
    boolean cutShort() {
        return steps <= 0;
    }

    /** Null if no attack grows faster than its length. */
    Worst run(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            Trial best = best(candidate, false);
            if (pattern.dialect() == Dialect.JAVA && (best == null || best.slope < Double.POSITIVE_INFINITY)) {
                Trial whole = best(candidate, true);
                best = best == null || whole != null && whole.slope > best.slope ? whole : best;
            }
            if (best != null) {
                trials.add(best);
            }
        }
        trials.sort(Comparator.comparingDouble(Trial::slope).reversed());
        return worst(engine, trials.subList(0, Math.min(trials.size(), FINALISTS)));
    }

    /** The same for another engine, among all attacks that {@link #run} came upon. */
    Worst worst(AttackedEngine other) {
        return worst(other, trials);
    }

    /** Measures all in short, and then the worst of them in full. */
    private Worst worst(AttackedEngine engine, List<Trial> finalists) {
        List<Worst> ranked = new ArrayList<>();
        for (Trial trial : finalists) {
            Worst one = measured(engine, trial.candidate, trial.attack, SHORT_STEPS);
            if (one.growth.complexity() != Complexity.LINEAR) {
                ranked.add(one);
            }
        }
        // A stable sort: among those that multiply, what the automaton found to multiply stays in front.
        ranked.sort(Comparator.comparingDouble((Worst one) -> one.growth.stepsAtLength()).reversed());
        Worst worst = null;
        for (Worst one : ranked.subList(0, Math.min(ranked.size(), WINNERS))) {
            Worst measured = measured(engine, one.candidate, one.attack, FULL_STEPS);
            if (worst == null || measured.growth.stepsAtLength() > worst.growth.stepsAtLength()) {
                worst = measured;
            }
            if (worst.growth.dangerous(options)) {
                break;
            }
        }
        return worst != null && worst.growth.complexity() != Complexity.LINEAR ? worst : null;
    }

    private Worst measured(AttackedEngine engine, Candidate candidate, Attack attack, long mostSteps) {
        return new Worst(candidate, attack, Growth.measure(engine, attack, options, mostSteps));
    }

    private Trial best(Candidate candidate, boolean whole) {
        Trial best = null;
        // What matches at the begin of the input may have to be kept from it by a stranger in front.
        for (String prefix : whole ? Set.of("") : prefixes) {
            for (String suffix : endings) {
                Attack attack = new Attack(prefix + candidate.prefix(), candidate.pump(), suffix, whole);
                double slope = steps > 0 ? slope(attack) : 0;
                if (slope > (best == null ? SUSPICIOUS_SLOPE : best.slope)) {
                    best = new Trial(candidate, attack, slope);
                }
                if (slope == Double.POSITIVE_INFINITY) {
                    return best;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private double slope(Attack attack) {
        tried++;
        long many = cost(attack, FEW * 2);
        if (many < 0) {
            return Double.POSITIVE_INFINITY;
        }
        long few = cost(attack, FEW);
        return Math.log((double) many / few) / Math.log(2);
    }

    /** Steps, or −1 for more than are allowed. */
    private long cost(Attack attack, int pumps) {
        String text = attack.string(pumps);
        Run run = engine.run(text, attack.whole(), TRIAL_STEPS + 200L * text.length());
        steps -= run.steps();
        return run.ending() == Ending.STOPPED ? -1 : run.steps();
    }

    private static Set<String> endings(List<String> characters) {
        String stranger = characters.getFirst();
        Set<String> endings = new LinkedHashSet<>(List.of(stranger, "", "\n" + stranger));
        for (String character : characters) {
            endings.add(character);
            endings.add(character + stranger);
            endings.add(character + character);
            if (endings.size() >= MOST_ENDINGS) {
                return endings;
            }
        }
        // Few kinds: room for all pairs, which an end behind something needs where there is no stranger.
        for (String one : characters) {
            characters.stream().limit(Math.max(0, MOST_ENDINGS - endings.size())).forEach(two -> endings.add(one + two));
        }
        return endings;
    }

    /** One of each kind; those that no part of the pattern takes come first. */
    private List<String> characters() {
        Alphabet alphabet = automaton.alphabet;
        List<String> characters = new ArrayList<>();
        for (int symbol = 0; symbol < alphabet.size(); symbol++) {
            String character = Character.toString(alphabet.member(symbol));
            int uses = 0;
            for (int state = Automaton.SEARCH + 1; state < automaton.size(); state++) {
                uses += (automaton.labels[state][symbol >> 6] >>> symbol & 1) != 0 ? 1 : 0;
            }
            characters.add(uses == 0 ? 0 : characters.size(), character);
        }
        return characters;
    }
}
