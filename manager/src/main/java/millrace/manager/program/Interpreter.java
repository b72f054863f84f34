package millrace.manager.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import millrace.manager.program.Program.Kind;

/**
 * A program that runs scripts.
 *
 * @param names under which it is installed, the best first
 * @param remedy how to install it
 */
record Interpreter(List<String> names, String remedy) {
    static final Interpreter NODE =
            new Interpreter(List.of("node", "nodejs"), "apt-get install nodejs, or https://nodejs.org");
    static final Interpreter BUN = new Interpreter(List.of("bun"), "https://bun.sh");
    static final Interpreter BASH = new Interpreter(List.of("bash"), "apt-get install bash");

    private static final Interpreter PYTHON =
            new Interpreter(List.of("python3", "python"), "apt-get install python3");
    private static final Interpreter RUBY = new Interpreter(List.of("ruby"), "apt-get install ruby");
    private static final Interpreter PHP = new Interpreter(List.of("php"), "apt-get install php-cli");
    private static final Interpreter PERL = new Interpreter(List.of("perl"), "apt-get install perl");

    /** What an ending says at once; {@link Program} knows those that take more. */
    static final Map<String, Interpreter> OF_ENDINGS = Map.of(
            "js", NODE, "cjs", NODE, "mjs", NODE, "tsx", BUN, "sh", BASH, "py", PYTHON, "rb", RUBY, "php", PHP, "pl", PERL);

    /** An interpreter as its user calls it. */
    static Path named(String name, Path directory, SearchPath path) throws ProgramException {
        if (name.contains("/")) {
            Path file = directory.resolve(name).normalize();
            if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
                throw new ProgramException("the interpreter " + file + " is "
                        + (Files.exists(file) ? "not executable" : "not there"));
            }
            return file;
        }
        int at = name.indexOf('@');
        if (at > 0) {
            String bare = name.substring(0, at);
            throw new ProgramException("the interpreter \"" + name + "\": versions are not looked up. Give the path of"
                    + " the one you mean, for example --interpreter ~/.nvm/versions/" + bare + "/v" + name.substring(at + 1)
                    + "/bin/" + bare);
        }
        return path.find(name)
                .orElseThrow(() -> new ProgramException("the interpreter " + name + " is not on the PATH: install it,"
                        + " or give its path, or \"none\" for a program that runs by itself"));
    }

    static Kind kind(Path interpreter) {
        String name = interpreter.getFileName().toString();
        if (NODE.names.contains(name)) {
            return Kind.NODE;
        }
        return name.startsWith("python") ? Kind.PYTHON : Kind.OTHER;
    }

    Optional<Path> search(SearchPath path) {
        return names.stream().flatMap(name -> path.find(name).stream()).findFirst();
    }

    Path find(SearchPath path) throws ProgramException {
        return search(path)
                .orElseThrow(() -> new ProgramException(names.getFirst()
                        + " is needed to run it, and is not on the PATH. Install it: " + remedy));
    }
}
