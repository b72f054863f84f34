package millrace.regex.analysis;

import java.util.Arrays;

/** Strongly connected components by Tarjan's algorithm, without recursion. */
final class Components {
    private final int[][] next;
    private final int[] numbers;
    private final int[] order;
    private final int[] lowest;
    private final int[] open;
    private int opened;
    private int clock;
    private int found;

    Components(int[][] next) {
        this.next = next;
        int size = next.length;
        numbers = new int[size];
        order = new int[size];
        lowest = new int[size];
        open = new int[size];
        Arrays.fill(numbers, -1);
        for (int node = 0; node < size; node++) {
            if (order[node] == 0) {
                visit(node);
            }
        }
    }

    /** The component of each node. One that leads to another has the higher number. */
    int[] numbers() {
        return numbers;
    }

    private void visit(int root) {
        int[] path = new int[next.length];
        int[] edge = new int[next.length];
        int depth = 0;
        enter(root);
        path[0] = root;
        while (depth >= 0) {
            int node = path[depth];
            if (edge[depth] < next[node].length) {
                int to = next[node][edge[depth]++];
                if (order[to] == 0) {
                    enter(to);
                    path[++depth] = to;
                    edge[depth] = 0;
                } else if (numbers[to] < 0) {
                    lowest[node] = Math.min(lowest[node], order[to]);
                }
                continue;
            }
            close(node);
            depth--;
            if (depth >= 0) {
                lowest[path[depth]] = Math.min(lowest[path[depth]], lowest[node]);
            }
        }
    }

    private void enter(int node) {
        order[node] = lowest[node] = ++clock;
        open[opened++] = node;
    }

    private void close(int node) {
        if (lowest[node] != order[node]) {
            return;
        }
        int member;
        do {
            member = open[--opened];
            numbers[member] = found;
        } while (member != node);
        found++;
    }
}
