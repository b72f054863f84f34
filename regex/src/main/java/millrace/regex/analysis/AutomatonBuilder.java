package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.regex.analysis.Automaton.Enclosure;
import millrace.regex.analysis.Automaton.State;
import millrace.regex.analysis.Node.Place;

/** Tree to automaton: first with empty moves, which are then followed and counted. */
final class AutomatonBuilder {
    /** A counted repetition is written out as long as that many states do, and its count is no larger than a few. */
    private static final int WRITTEN_OUT = 40;
    /** What must be there is written out further: without it an attack does not get past. */
    private static final int NEEDED = 150;
    /** Beyond that, a count is taken for endless: ways that multiply thirty times are slow enough. */
    private static final int FEW = 6;
    private static final int MAX_PATHS = 4_000;
    private static final int MAX_EDGES = 120_000;

    private final int maxStates;
    private final ParsedPattern pattern;
    /** By number of group, for references to it. */
    private final Map<Integer, Node> groups = new HashMap<>();
    private final List<State> states = new ArrayList<>();
    private final List<CodePoints> sets = new ArrayList<>();
    private final EmptyMoves moves = new EmptyMoves();
    private final List<Integer> out = new ArrayList<>();
    private final List<Enclosure> around = new ArrayList<>();
    private boolean reference;
    /** Whether a line end is no space like others, although no state may say so. */
    private boolean lines;

    AutomatonBuilder(ParsedPattern pattern, int maxStates) {
        this.pattern = pattern;
        this.maxStates = maxStates;
    }

    Automaton build() {
        collect(pattern.tree());
        state(null, CodePoints.NONE);
        state(null, CodePoints.ALL);
        int begin = moves.node();
        add(pattern.tree(), begin);
        out.set(Automaton.START, begin);
        out.set(Automaton.SEARCH, begin);
        List<CodePoints> told = new ArrayList<>(sets);
        if (lines) {
            told.add(CharacterSets.LINE_FEED);
        }
        Alphabet alphabet = new Alphabet(told, pattern.codePoints());
        long[][] labels = sets.stream().map(alphabet::symbols).toArray(long[][]::new);
        int[][] next = new int[states.size()][];
        boolean[][] many = new boolean[states.size()][];
        int edges = 0;
        for (int state = 0; state < states.size(); state++) {
            int[] ways = moves.follow(out.get(state), state == Automaton.START, states.size(), MAX_PATHS);
            if (state <= Automaton.SEARCH) {
                ways[Automaton.SEARCH] = 1;
            }
            next[state] = java.util.stream.IntStream.range(0, ways.length).filter(to -> ways[to] > 0).toArray();
            many[state] = new boolean[next[state].length];
            for (int i = 0; i < next[state].length; i++) {
                many[state][i] = ways[next[state][i]] > 1;
            }
            edges += next[state].length;
            if (edges > MAX_EDGES) {
                throw new TooLarge("its automaton has more than " + MAX_EDGES + " moves");
            }
        }
        return new Automaton(alphabet, labels, next, many, List.copyOf(states), lines);
    }

    private void collect(Node node) {
        if (node instanceof Node.Group group && group.number() > 0) {
            groups.put(group.number(), group.body());
        }
        node.children().forEach(this::collect);
    }

    private int state(Node leaf, CodePoints set) {
        if (states.size() >= maxStates) {
            throw new TooLarge("its automaton has more than " + maxStates + " states");
        }
        states.add(new State(leaf, List.copyOf(around), reference));
        sets.add(set);
        out.add(-1);
        return states.size() - 1;
    }

    /** Adds what a node stands for behind {@code from}; the answer is the node of moves behind it. */
    private int add(Node node, int from) {
        return switch (node) {
            case Node.Chars c -> {
                int state = state(c, c.set());
                moves.taking(from, state);
                int after = moves.node();
                out.set(state, after);
                yield after;
            }
            case Node.Sequence s -> {
                int at = from;
                for (Node part : s.parts()) {
                    at = add(part, at);
                }
                yield at;
            }
            case Node.Choice c -> choice(c, from);
            case Node.Group g -> add(g.body(), from);
            case Node.Atomic a -> add(a.body(), from);
            case Node.Look l -> {
                // It takes nothing in the end: what stands in it leads nowhere.
                int inside = moves.node();
                moves.empty(from, inside);
                add(l.body(), inside);
                yield from;
            }
            case Node.BackReference b -> refer(b, from);
            case Node.Anchor a -> anchor(a.place(), from);
            case Node.Repeat r -> repeat(r, from);
        };
    }

    private int choice(Node.Choice choice, int from) {
        int end = moves.node();
        for (int i = 0; i < choice.options().size(); i++) {
            int begin = moves.node();
            moves.empty(from, begin);
            around.add(new Enclosure(choice, i));
            moves.empty(add(choice.options().get(i), begin), end);
            around.removeLast();
        }
        return end;
    }

    private int anchor(Place place, int from) {
        int after = moves.node();
        if (place == Place.INPUT_BEGIN) {
            moves.atBegin(from, after);
        } else if (place != Place.INPUT_END) {
            moves.empty(from, after);
        }
        lines |= place == Place.LINE_BEGIN || place == Place.LINE_END;
        return after;
    }

    /** Either nothing, or once more what the group stands for. */
    private int refer(Node.BackReference back, int from) {
        Node group = groups.get(back.number());
        boolean inside = group == null || reference || back.from() >= group.from() && back.to() <= group.to();
        if (inside) {
            return from;
        }
        reference = true;
        int begin = moves.node();
        moves.empty(from, begin);
        int after = add(group, begin);
        int end = moves.node();
        moves.empty(after, end);
        moves.empty(from, end);
        reference = false;
        return end;
    }

    private int repeat(Node.Repeat repeat, int from) {
        int before = states.size();
        around.add(new Enclosure(repeat, 0));
        int max = repeat.max();
        int end;
        if (max == 0) {
            end = from;
        } else if (max == 1) {
            int begin = moves.node();
            moves.empty(from, begin);
            end = moves.node();
            moves.empty(add(repeat.body(), begin), end);
            if (repeat.min() == 0) {
                moves.empty(from, end);
            }
        } else {
            end = several(repeat, from, before);
        }
        around.removeLast();
        return end;
    }

    /** {@code +} is one loop, lest pluses inside pluses double the automaton each time. */
    private int loop(Node body, int from) {
        int begin = moves.node();
        moves.empty(from, begin);
        int end = moves.node();
        int after = add(body, begin);
        moves.empty(after, begin);
        moves.empty(after, end);
        return end;
    }

    private int several(Node.Repeat repeat, int from, int before) {
        if (repeat.min() == 1 && repeat.max() == Node.UNBOUNDED) {
            return loop(repeat.body(), from);
        }
        int at = from;
        int copies = 0;
        int size = 1;
        // At least once, when it must; then as often as it is worth.
        while (copies < repeat.min() && (copies == 0 || size * repeat.min() <= NEEDED)) {
            int begin = moves.node();
            moves.empty(at, begin);
            at = add(repeat.body(), begin);
            size = Math.max(1, (states.size() - before) / ++copies);
        }
        boolean endless = repeat.max() == Node.UNBOUNDED || copies < repeat.min()
                || repeat.max() > FEW || size * repeat.max() > WRITTEN_OUT;
        int end = moves.node();
        if (endless) {
            moves.empty(at, end);
            moves.empty(loop(repeat.body(), at), end);
            return end;
        }
        for (; copies < repeat.max(); copies++) {
            moves.empty(at, end);
            int begin = moves.node();
            moves.empty(at, begin);
            at = add(repeat.body(), begin);
        }
        moves.empty(at, end);
        return end;
    }

    /** Nodes with empty moves between them, and moves that take a character and so enter a state. */
    private static final class EmptyMoves {
        private final List<List<Integer>> edges = new ArrayList<>();

        int node() {
            edges.add(new ArrayList<>(2));
            return edges.size() - 1;
        }

        void empty(int from, int to) {
            edges.get(from).add(to << 2);
        }

        void atBegin(int from, int to) {
            edges.get(from).add(to << 2 | 1);
        }

        void taking(int from, int state) {
            edges.get(from).add(state << 2 | 2);
        }

        /** In how many ways each state is entered next, 2 standing for several; each way passes a node once at most. */
        int[] follow(int from, boolean begin, int states, int most) {
            int[] ways = new int[states];
            int[] left = {most};
            BitSet path = new BitSet();
            walk(from, begin, ways, path, left);
            if (left[0] <= 0) {
                // Too many to count. What can be reached at all still is to be known.
                BitSet seen = new BitSet();
                int[] reached = new int[states];
                reach(from, begin, reached, seen);
                Arrays.setAll(ways, state -> Math.max(ways[state], reached[state]));
            }
            return ways;
        }

        private void walk(int node, boolean begin, int[] ways, BitSet path, int[] left) {
            if (--left[0] <= 0) {
                return;
            }
            path.set(node);
            for (int edge : edges.get(node)) {
                if ((edge & 2) != 0) {
                    ways[edge >> 2] = Math.min(2, ways[edge >> 2] + 1);
                } else if (((edge & 1) == 0 || begin) && !path.get(edge >> 2)) {
                    walk(edge >> 2, begin, ways, path, left);
                }
            }
            path.clear(node);
        }

        private void reach(int from, boolean begin, int[] ways, BitSet seen) {
            List<Integer> todo = new ArrayList<>(List.of(from));
            seen.set(from);
            while (!todo.isEmpty()) {
                for (int edge : edges.get(todo.removeLast())) {
                    if ((edge & 2) != 0) {
                        ways[edge >> 2] = 1;
                    } else if (((edge & 1) == 0 || begin) && !seen.get(edge >> 2)) {
                        seen.set(edge >> 2);
                        todo.add(edge >> 2);
                    }
                }
            }
        }
    }
}
