package millrace.http.json;

import java.nio.charset.StandardCharsets;

/** Reads and writes a document in which there is a bit of everything, so that all classes are there. Any thread. */
final class Rehearsal {
    private static final String DOCUMENT =
            "{\"a\\u00e9\":[1,-2.5e3,true,false,null,\"x\\n\u00e9\u20ac\ud83d\ude00\"],\"\u20ac\":{}}";

    private Rehearsal() {}

    static void run() {
        byte[] bytes = DOCUMENT.getBytes(StandardCharsets.UTF_8);
        TreeBuilder tree = new TreeBuilder();
        try (JsonTokens tokens = new JsonTokens(JsonLimits.TREE)) {
            for (int i = 0; i < bytes.length; i++) { // In pieces: what a cut token needs is loaded as well.
                tokens.put(bytes, i, i + 1);
                read(tokens, tree);
            }
            tokens.end();
            read(tokens, tree);
        } catch (JsonException e) {
            throw new IllegalStateException(e); // It is JSON.
        }
        JsonText.of(tree.root());
    }

    private static void read(JsonTokens tokens, TreeBuilder tree) throws JsonException {
        while (tokens.isReady()) {
            JsonEvent event = tokens.next();
            if (event != null) {
                tree.add(event);
            }
        }
    }
}
