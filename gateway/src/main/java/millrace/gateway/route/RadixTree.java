package millrace.gateway.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the longest of many names that a text begins with, in time bound by the text. Immutable once built. */
final class RadixTree<V> {
    private final Node<V> root;

    private RadixTree(Node<V> root) {
        this.root = root;
    }

    /** The end of a name, or where names part. */
    static final class Node<V> {
        /** What leads here from the parent. */
        private byte[] label;
        /** Octets from the root. */
        int depth;
        /** Null where no name ends. */
        V value;
        /** The next shorter name, or null. */
        Node<V> shorter;
        /** By the first octet of their labels, from the smallest on. */
        private Node<V>[] children;
        private int smallest;

        private Node<V> child(byte octet) {
            int index = (octet & 0xff) - smallest;
            return index >= 0 && index < children.length ? children[index] : null;
        }

        /** Octets of the label that are in a text at a place. */
        private int common(byte[] text, int from, int to) {
            int mismatch = Arrays.mismatch(label, 0, label.length, text, from, Math.min(to, from + label.length));
            return mismatch < 0 ? label.length : mismatch;
        }
    }

    /** @param names one character for each octet */
    static <V> RadixTree<V> of(Map<String, V> names) {
        List<Map.Entry<String, V>> sorted = new ArrayList<>(new TreeMap<>(names).entrySet());
        Node<V> root = new Node<>();
        root.label = new byte[0];
        root.value = names.get("");
        part(root, root.value == null ? sorted : sorted.subList(1, sorted.size()));
        return new RadixTree<>(root);
    }

    /** The names share what is in front of {@code from}; a name that ends there comes first. */
    private static <V> Node<V> build(List<Map.Entry<String, V>> names, int from, Node<V> shorter) {
        Node<V> node = new Node<>();
        String first = names.getFirst().getKey();
        String last = names.getLast().getKey();
        int depth = from;
        while (depth < first.length() && depth < last.length() && first.charAt(depth) == last.charAt(depth)) {
            depth++;
        }
        node.label = first.substring(from, depth).getBytes(StandardCharsets.ISO_8859_1);
        node.depth = depth;
        node.shorter = shorter;
        boolean ends = first.length() == depth;
        node.value = ends ? names.getFirst().getValue() : null;
        part(node, ends ? names.subList(1, names.size()) : names);
        return node;
    }

    @SuppressWarnings("unchecked")
    private static <V> void part(Node<V> node, List<Map.Entry<String, V>> names) {
        int depth = node.depth;
        node.smallest = names.isEmpty() ? 0 : names.getFirst().getKey().charAt(depth);
        int largest = names.isEmpty() ? -1 : names.getLast().getKey().charAt(depth);
        node.children = new Node[largest - node.smallest + 1];
        int begin = 0;
        for (int i = 1; i <= names.size(); i++) {
            char c = names.get(begin).getKey().charAt(depth);
            if (i == names.size() || names.get(i).getKey().charAt(depth) != c) {
                node.children[c - node.smallest] = build(names.subList(begin, i), depth,
                        node.value == null ? node.shorter : node);
                begin = i;
            }
        }
    }

    /** The node of the longest name that the text begins with; null if there is none. */
    Node<V> find(byte[] text, int from, int to) {
        Node<V> node = root;
        Node<V> found = root.value == null ? null : root;
        while (from + node.depth < to) {
            int at = from + node.depth;
            Node<V> next = node.child(text[at]);
            if (next == null || next.common(text, at, to) < next.label.length) {
                break;
            }
            node = next;
            found = node.value == null ? found : node;
        }
        return found;
    }
}
