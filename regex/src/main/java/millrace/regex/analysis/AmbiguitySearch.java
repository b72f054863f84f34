package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where an automaton can read the same text in several ways.
 *
 * <p>The criteria are those of A. Weber and H. Seidl, <i>On the degree of ambiguity of finite automata</i> (1991): the
 * ways multiply when some state leads back to itself by one text along two paths; they grow with a power of the length
 * when one text leads from p to p, from p to q, and from q to q. Both are looked for in products of the automaton with
 * itself, breadth first, so that the texts are short.
 */
final class AmbiguitySearch {
    private static final int MOST = 60;
    private static final int VARIANTS = 3;

    private final Automaton automaton;
    private final Map<String, Candidate> found = new LinkedHashMap<>();
    private long steps;

    AmbiguitySearch(Automaton automaton, long maxSteps) {
        this.automaton = automaton;
        this.steps = maxSteps;
    }

    /** Whether the search ended for want of steps, so that something may have been missed. */
    boolean cutShort() {
        return steps <= 0;
    }

    /** What multiplies first. */
    List<Candidate> run() {
        for (int state = 0; state < automaton.size() && steps > 0; state++) {
            if (automaton.cyclic[state]) {
                multiplying(state);
            }
        }
        List<Candidate> candidates = new ArrayList<>(found.values());
        found.clear();
        // What is inside the pattern first: that the search itself repeats everything is the weakest of reasons.
        for (int from = automaton.size() - 1; from >= Automaton.SEARCH && steps > 0; from--) {
            if (automaton.cyclic[from]) {
                adding(from);
            }
        }
        candidates.addAll(found.values());
        return candidates;
    }

    private void multiplying(int state) {
        int[] next = automaton.next[state];
        for (int i = 0; i < next.length; i++) {
            if (automaton.component[next[i]] != automaton.component[state]) {
                continue;
            }
            if (automaton.many[state][i]) {
                loop(state, next[i], next[i]);
            }
            for (int j = i + 1; j < next.length; j++) {
                if (automaton.component[next[j]] == automaton.component[state]) {
                    loop(state, next[i], next[j]);
                }
            }
        }
    }

    /** Two paths part from {@code state} into {@code one} and {@code other}: do they meet there again? */
    private void loop(int state, int one, int other) {
        int symbol = Alphabet.common(automaton.labels[one], automaton.labels[other], automaton.labels[other]);
        steps--;
        if (symbol < 0 || found.size() >= MOST) {
            return;
        }
        int[] rest = path(new int[] {one, other}, new int[] {state, state}, true);
        if (rest != null) {
            add(state, state, new int[] {one, other}, join(symbol, rest));
        }
    }

    private void adding(int from) {
        for (int to = 0; to < automaton.size() && steps > 0; to++) {
            boolean below = to > Automaton.SEARCH && automaton.cyclic[to]
                    && automaton.component[to] < automaton.component[from];
            if (below && found.size() < MOST) {
                int[] text = path(new int[] {from, from, to}, new int[] {from, to, to}, false);
                if (text != null) {
                    add(from, to, new int[] {from, to}, text);
                }
            }
        }
    }

    private void add(int from, int to, int[] fork, int[] text) {
        String pump = spell(text);
        String prefix = from == Automaton.SEARCH ? "" : spell(prefix(from));
        put(new Candidate(from, to, fork, prefix, pump));
        // Often one character does as well, and makes an attack of the same length dearer: '{{' in place of '{a'.
        pump.codePoints().distinct().limit(VARIANTS).forEach(c -> put(
                new Candidate(from, to, fork, prefix, Character.toString(c))));
        if (automaton.lines) {
            put(new Candidate(from, to, fork, prefix, "\n"));
        }
    }

    private void put(Candidate candidate) {
        found.putIfAbsent(candidate.prefix() + "\n" + candidate.pump(), candidate);
    }

    private static int[] join(int first, int[] rest) {
        int[] all = new int[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private String spell(int[] symbols) {
        StringBuilder text = new StringBuilder();
        for (int symbol : symbols) {
            text.appendCodePoint(automaton.alphabet.member(symbol));
        }
        return text.toString();
    }

    /** The shortest text from the start to a state, past the search's own loop. */
    private int[] prefix(int state) {
        int[] text = path(new int[] {Automaton.START}, new int[] {state}, false);
        return text == null ? new int[0] : text;
    }

    /**
     * The shortest text that leads several tokens from one tuple of states to another, all at once.
     *
     * @param inside whether the tokens must stay in their component
     * @return symbols, or null if there is none, or the budget is used up
     */
    private int[] path(int[] start, int[] goal, boolean inside) {
        if (inside && Arrays.equals(start, goal)) {
            return new int[0];
        }
        Map<Long, Long> parents = new HashMap<>();
        List<int[]> queue = new ArrayList<>(List.of(start));
        parents.put(key(start), -1L);
        for (int i = 0; i < queue.size(); i++) {
            int[] at = queue.get(i);
            Moves moves = new Moves(at, goal, inside);
            while (moves.next()) {
                if (--steps <= 0) {
                    return null;
                }
                int[] to = moves.to.clone();
                if (parents.putIfAbsent(key(to), (long) i << 16 | moves.symbol) == null) {
                    queue.add(to);
                }
                if (Arrays.equals(to, goal)) {
                    return trace(queue, parents, to, i, moves.symbol);
                }
            }
        }
        return null;
    }

    private int[] trace(List<int[]> queue, Map<Long, Long> parents, int[] goal, int from, int symbol) {
        List<Integer> reversed = new ArrayList<>(List.of(symbol));
        long parent = parents.get(key(queue.get(from)));
        while (parent >= 0) {
            reversed.add((int) (parent & 0xffff));
            parent = parents.get(key(queue.get((int) (parent >> 16))));
        }
        return reversed.reversed().stream().mapToInt(Integer::intValue).toArray();
    }

    private long key(int[] tuple) {
        long key = 0;
        for (int state : tuple) {
            key = key * automaton.size() + state;
        }
        return key;
    }

    /** All moves of a tuple of states by one symbol. */
    private final class Moves {
        private final int[] from;
        private final int[] goal;
        private final boolean inside;
        private final int[] index;
        final int[] to;
        int symbol;
        private boolean stuck;

        Moves(int[] from, int[] goal, boolean inside) {
            this.from = from;
            this.goal = goal;
            this.inside = inside;
            this.index = new int[from.length];
            this.to = new int[from.length];
            index[index.length - 1] = -1;
            for (int state : from) {
                stuck |= automaton.next[state].length == 0;
            }
        }

        boolean next() {
            while (!stuck && step()) {
                boolean possible = true;
                for (int i = 0; i < to.length && possible; i++) {
                    to[i] = automaton.next[from[i]][index[i]];
                    possible = useful(i);
                }
                if (possible) {
                    symbol = Alphabet.common(automaton.labels[to[0]], automaton.labels[to[to.length / 2]],
                            automaton.labels[to[to.length - 1]]);
                    if (symbol >= 0) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean step() {
            for (int i = index.length - 1; i >= 0; i--) {
                if (++index[i] < automaton.next[from[i]].length) {
                    steps -= i == index.length - 1 ? 0 : 1;
                    return true;
                }
                index[i] = 0;
            }
            return false;
        }

        /** Whether the token can still reach its goal. */
        private boolean useful(int token) {
            int here = automaton.component[to[token]];
            int there = automaton.component[goal[token]];
            return inside || to.length == 3 && token != 1 ? here == there
                    : here >= there && (to.length > 1 || to[token] != Automaton.SEARCH);
        }
    }
}
