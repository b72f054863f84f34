package millrace.regex.analysis;

/**
 * An ambiguity of an automaton: a text that leads from state {@code from} to state {@code to} and can be passed in more
 * than one way. The same state twice means that each repetition of the text multiplies the ways (exponential
 * ambiguity); two states mean that each repetition adds some (polynomial).
 *
 * @param prefix leads to {@code from}
 * @param fork the two states in which the ways part
 */
record Candidate(int from, int to, int[] fork, String prefix, String pump) {

    boolean exponential() {
        return from == to;
    }
}
