package millrace.regex.analysis;

import java.util.List;

/**
 * A pattern as an automaton without empty moves: a state for each place in the pattern that takes a character, entered
 * by taking one. State {@link #START} is where a match begins; {@link #SEARCH} stands for the characters that a search
 * has passed over before.
 *
 * <p>It accepts more than the pattern: look-around and references are only sketched. What it says is therefore a
 * suspicion, to be proven by running an attack.
 */
final class Automaton {
    static final int START = 0;
    static final int SEARCH = 1;

    final Alphabet alphabet;
    /** By state: what it takes, as symbols. */
    final long[][] labels;
    /** By state: where it leads to. */
    final int[][] next;
    /** By state, in step with {@link #next}: whether there is more than one way to get there without a character. */
    final boolean[][] many;
    final List<State> states;
    /** Whether the pattern has lines: then a line end is more than a character. */
    final boolean lines;
    /** By state: number of its strongly connected component; components that lead to others have higher numbers. */
    final int[] component;
    /** By state: whether it can come back to itself. */
    final boolean[] cyclic;

    /**
     * Where a state stands in the pattern.
     *
     * @param leaf null for the first two states
     * @param around repetitions and alternatives that enclose it, the outermost first
     */
    record State(Node leaf, List<Enclosure> around, boolean reference) {
    }

    /** @param option which alternative it is in, if {@code node} is a choice */
    record Enclosure(Node node, int option) {
    }

    Automaton(Alphabet alphabet, long[][] labels, int[][] next, boolean[][] many, List<State> states,
            boolean lines) {
        this.alphabet = alphabet;
        this.labels = labels;
        this.next = next;
        this.many = many;
        this.states = states;
        this.lines = lines;
        this.component = new Components(next).numbers();
        this.cyclic = new boolean[next.length];
        int[] members = new int[next.length];
        for (int state = 0; state < next.length; state++) {
            members[component[state]]++;
        }
        for (int state = 0; state < next.length; state++) {
            cyclic[state] = members[component[state]] > 1;
            for (int to : next[state]) {
                cyclic[state] |= to == state;
            }
        }
    }

    int size() {
        return next.length;
    }
}
