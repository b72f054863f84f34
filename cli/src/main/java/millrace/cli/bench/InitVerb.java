package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import millrace.bench.scenario.Scenario;

/** {@code millrace bench init}: writes a commented scenario, to begin with. */
final class InitVerb {
    static final String NAME = "init";

    private static final String FILE = "bench.yaml";

    private InitVerb() {}

    static int run(List<String> words, PrintStream out) {
        if (words.contains("--help") || words.contains("-h")) {
            out.println("Writes a commented scenario, to begin with.\n\n"
                    + "Usage: millrace bench init [FILE]     " + FILE + " unless said otherwise; - prints it");
            return 0;
        }
        if (words.size() > 1 || !words.isEmpty() && words.getFirst().startsWith("--")) {
            throw new IllegalArgumentException("init takes the name of one file: millrace bench init " + FILE);
        }
        String name = words.isEmpty() ? FILE : words.getFirst();
        if (name.equals("-")) {
            out.print(Scenario.example());
            return 0;
        }
        try {
            Files.writeString(Path.of(name), Scenario.example(), UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(name + " is there already, and stays as it is: name another file", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + name, e);
        }
        out.println("Wrote " + name + ". Run it: millrace bench run " + name);
        return 0;
    }
}
