package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.List;
import millrace.regex.analysis.Automaton.Enclosure;
import millrace.regex.analysis.Automaton.State;

/** Says in words and places what makes a pattern slow. */
final class Explanation {
    private static final int SHOWN = 60;

    private final ParsedPattern pattern;
    private final Automaton automaton;

    Explanation(ParsedPattern pattern, Automaton automaton) {
        this.pattern = pattern;
        this.automaton = automaton;
    }

    List<Finding> findings(Candidate candidate) {
        List<Finding> findings = new ArrayList<>();
        int one = candidate.fork()[0];
        int other = candidate.fork()[1];
        boolean reference = automaton.states.get(one).reference() || automaton.states.get(other).reference();
        if (candidate.exponential()) {
            Node place = loop(candidate.from());
            findings.add(finding(parted(one, other) ? Cause.OVERLAPPING_ALTERNATIVES : Cause.NESTED_QUANTIFIER,
                    place.from(), place.to()));
        } else if (candidate.from() == Automaton.SEARCH) {
            Node place = loop(candidate.to());
            findings.add(finding(Cause.UNANCHORED_QUANTIFIER, place.from(), place.to()));
        } else {
            Node first = loop(candidate.from());
            Node second = loop(candidate.to());
            findings.add(finding(Cause.ADJACENT_QUANTIFIERS, Math.min(first.from(), second.from()),
                    Math.max(first.to(), second.to())));
        }
        Node back = reference(pattern.tree(), findings.getFirst());
        if (reference || back != null) {
            Node place = back != null ? back : pattern.tree();
            findings.add(finding(Cause.BACK_REFERENCE, place.from(), place.to()));
        }
        return findings;
    }

    private Finding finding(Cause cause, int from, int to) {
        String part = pattern.text().substring(from, to);
        String shown = part.length() > SHOWN ? part.substring(0, SHOWN) + "…" : part;
        return new Finding(cause, from, to, "In '" + shown + "' " + cause.sentence() + ".");
    }

    /** The outermost repetition without a limit around a state, or the leaf itself. */
    private Node loop(int number) {
        State state = automaton.states.get(number);
        for (Enclosure enclosure : state.around()) {
            if (enclosure.node() instanceof Node.Repeat repeat && (repeat.max() > 1 || repeat.max() < 0)) {
                return repeat;
            }
        }
        return state.leaf() == null ? pattern.tree() : state.leaf();
    }

    /** Whether two states are in different alternatives of one choice. */
    private boolean parted(int one, int other) {
        for (Enclosure first : automaton.states.get(one).around()) {
            for (Enclosure second : automaton.states.get(other).around()) {
                if (first.node() == second.node() && first.option() != second.option()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A reference to a group that has to do with what was found. */
    private Node reference(Node node, Finding finding) {
        if (node instanceof Node.BackReference back) {
            Node group = group(pattern.tree(), back.number());
            boolean concerned = group != null && group.from() < finding.to() && group.to() > finding.from();
            return concerned ? back : null;
        }
        for (Node child : node.children()) {
            Node found = reference(child, finding);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Node group(Node node, int number) {
        if (node instanceof Node.Group group && group.number() == number) {
            return node;
        }
        for (Node child : node.children()) {
            Node found = group(child, number);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
