package millrace.lint.js;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parser and our scripts as files of a temporary folder, since node runs files. Closing removes them. */
final class NodeScript implements AutoCloseable {
    private static final List<String> FILES =
            List.of("facts.js", "syntax.js", "scopes.js", "values.js", "handlers.js", "babel/lib/index.js");

    private final Path folder;

    private NodeScript(Path folder) {
        this.folder = folder;
    }

    static NodeScript unpack() throws IOException {
        NodeScript script = new NodeScript(Files.createTempDirectory("millrace-lint"));
        try {
            for (String name : FILES) {
                script.copy(name);
            }
        } catch (IOException e) {
            script.close();
            throw e;
        }
        return script;
    }

    private void copy(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream resource = NodeScript.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException(name + " is missing from this build of Millrace: build it again");
            }
            Files.copy(resource, file);
        }
    }

    Path main() {
        return folder.resolve(FILES.getFirst());
    }

    /** Where its standard error may go. */
    Path errors() {
        return folder.resolve("errors");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(errors());
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder.resolve("babel/lib"));
        Files.deleteIfExists(folder.resolve("babel"));
        Files.delete(folder);
    }
}
