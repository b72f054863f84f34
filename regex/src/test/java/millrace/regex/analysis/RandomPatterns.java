package millrace.regex.analysis;

import java.util.Random;

/** Patterns made of the given pieces, by a seeded choice. */
final class RandomPatterns {
    private static final String[] QUANTIFIERS = {"", "", "*", "+", "?", "*?", "+?", "{2}", "{1,2}", "{0,3}", "{2,}"};
    private static final String[] NEVER_EMPTY = {"", "", "+", "+?", "{2}", "{1,2}", "{1,3}?", "{2,}"};

    private final Random random;
    private final String[] quantifiers;
    private final String[] atoms;

    private RandomPatterns(Random random, String[] quantifiers, String... atoms) {
        this.random = random;
        this.quantifiers = quantifiers;
        this.atoms = atoms;
    }

    static RandomPatterns of(Random random, String... atoms) {
        return new RandomPatterns(random, QUANTIFIERS, atoms);
    }

    /** Patterns of which no part matches the empty text, if no atom does. */
    static RandomPatterns neverEmpty(Random random, String... atoms) {
        return new RandomPatterns(random, NEVER_EMPTY, atoms);
    }

    String next(int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String atom = atoms[random.nextInt(atoms.length)];
            if (depth > 0 && random.nextInt(2) == 0) {
                atom = (random.nextBoolean() ? "(" : "(?:") + next(depth - 1)
                        + (random.nextInt(3) == 0 ? "|" + next(depth - 1) : "") + ")";
            }
            boolean quantified = "*+?}".indexOf(atom.charAt(atom.length() - 1)) >= 0;
            text.append(atom).append(quantified ? "" : quantifiers[random.nextInt(quantifiers.length)]);
        }
        return text.toString();
    }
}
