package millrace.lint.js;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import millrace.lint.LintException;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;

/**
 * Reads JavaScript and TypeScript with {@code @babel/parser} in one child process of the user's own {@code node}. A
 * file that takes too long, or that brings the child down, is reported, and a new child goes on after it.
 */
public final class NodeParser {
    private final Path node;

    /** @param node the executable */
    public NodeParser(Path node) {
        this.node = node;
    }

    /**
     * One answer for each file, in their order.
     *
     * @param read is told of each file that is done
     * @throws LintException when this node cannot run the parser at all
     */
    public List<Facts> read(List<Path> files, Consumer<Path> read) throws LintException {
        List<Facts> all = new ArrayList<>();
        try {
            String modules = NodeScript.modules();
            while (all.size() < files.size()) {
                try (NodeChild child = NodeChild.start(node, modules)) {
                    boolean alive = true;
                    while (alive && all.size() < files.size()) {
                        Path file = files.get(all.size());
                        Facts facts = ask(child, file);
                        alive = facts != null;
                        all.add(alive ? facts : gaveUp(file));
                        read.accept(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new LintException("node (" + node + ") cannot read the sources: " + e.getMessage(), e);
        }
        return all;
    }

    private static Facts ask(NodeChild child, Path file) throws IOException {
        String answer = child.ask(NodeScript.quoted(file.toAbsolutePath().toString()));
        return answer == null ? null : FactsReader.read(file.toString(), answer);
    }

    private static Facts gaveUp(Path file) {
        return Facts.problem(new Place(file.toString(), 1, 1), "the parser gave up: it used up its "
                + NodeChild.MEGABYTES + " MB of memory or its " + NodeChild.SECONDS_A_QUESTION + " s");
    }
}
