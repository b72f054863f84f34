package millrace.http.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a document with what the server reads it with, in the pieces that a test wants. */
final class Documents {
    private Documents() {}

    /** All that comes out, cut before the given offsets: the events, or what is wrong. */
    static List<String> outcome(JsonLimits limits, byte[] document, int... cuts) {
        List<String> outcome = new ArrayList<>();
        try {
            for (JsonEvent event : events(limits, document, cuts)) {
                outcome.add(event.toString());
            }
        } catch (JsonException e) {
            outcome.add(e.status() + " " + e.getMessage());
        }
        return outcome;
    }

    static List<JsonEvent> events(JsonLimits limits, byte[] document, int... cuts) throws JsonException {
        List<JsonEvent> events = new ArrayList<>();
        try (JsonTokens tokens = new JsonTokens(limits)) {
            int from = 0;
            for (int i = 0; i <= cuts.length; i++) {
                int to = i == cuts.length ? document.length : cuts[i];
                byte[] piece = Arrays.copyOfRange(document, from, to);
                tokens.put(piece, 0, piece.length);
                drain(tokens, events);
                from = to;
            }
            tokens.end();
            drain(tokens, events);
            if (!tokens.isOver()) {
                throw new AssertionError("neither over nor wrong");
            }
            return events;
        }
    }

    private static void drain(JsonTokens tokens, List<JsonEvent> events) throws JsonException {
        while (tokens.isReady()) {
            JsonEvent event = tokens.next();
            if (event != null) {
                events.add(event);
            }
        }
    }

    static JsonValue tree(byte[] document, int... cuts) throws JsonException {
        TreeBuilder tree = new TreeBuilder();
        for (JsonEvent event : events(JsonLimits.TREE.withNameLength(1 << 20), document, cuts)) {
            tree.add(event);
        }
        return tree.root();
    }
}
