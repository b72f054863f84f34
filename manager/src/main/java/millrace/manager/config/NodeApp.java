package millrace.manager.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a script of Node says of itself only by its files. */
final class NodeApp {
    private static final int FIRST_LINE_BYTES = 128;

    private NodeApp() {}

    /** Adds what is found, unless it is said otherwise. */
    static void known(Path script, Attributes given, Map<String, Object> complete) throws ConfigException {
        if (given.has(Attribute.INSTANCES)
                && !given.has(Attribute.EXEC_MODE)
                && !complete.containsKey(Attribute.INTERPRETER.key())
                && namesNode(script)) {
            complete.put(Attribute.EXEC_MODE.key(), "cluster");
        }
        boolean maps = Files.exists(script.resolveSibling(script.getFileName() + ".map"));
        if (maps && !given.has(Attribute.SOURCE_MAP_SUPPORT) && !given.flag(Attribute.DISABLE_SOURCE_MAP_SUPPORT)) {
            complete.put(Attribute.SOURCE_MAP_SUPPORT.key(), true);
        }
    }

    /** In its first line, as {@code npm} does. */
    private static boolean namesNode(Path script) {
        try (InputStream in = Files.newInputStream(script)) {
            String start = new String(in.readNBytes(FIRST_LINE_BYTES), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!") && start.lines().findFirst().orElse("").contains("node");
        } catch (IOException e) {
            // Who may run it may yet not read it: then it is a program.
            return false;
        }
    }
}
