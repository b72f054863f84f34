package millrace.rules;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is: Maven runs the tests of a module in its folder, one below. */
public final class Repository {
    public static final Path ROOT = find();

    private Repository() {}

    private static Path find() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("cli/pom.xml"))) {
            here = here.getParent();
        }
        return here;
    }
}
