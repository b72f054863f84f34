package millrace.manager.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A program that somebody wants run, and how.
 *
 * @param file absolute path of a file that exists
 * @param interpreter a name that is looked up in the app's {@code PATH}, a path, {@code none}, or {@code null}: whatever
 *     the file's name says
 * @param interpreterArgs flags for the interpreter
 * @param args the script's own
 * @param directory where it will run; absolute
 * @param environment that it will run in; complete
 */
public record Script(
        Path file,
        String interpreter,
        List<String> interpreterArgs,
        List<String> args,
        Path directory,
        Map<String, String> environment) {

    /** The interpreter that is none: the script runs by itself. */
    public static final String NONE = "none";

    public Script {
        interpreterArgs = List.copyOf(interpreterArgs);
        args = List.copyOf(args);
        environment = Map.copyOf(environment);
    }

    /** A file that is run as its name says. */
    public static Script of(Path file, Path directory, Map<String, String> environment) {
        return new Script(file, null, List.of(), List.of(), directory, environment);
    }

    /**
     * What a user may mean by a word: a file, a program in {@code PATH}, or, if there is a space in it, a command line for
     * bash.
     *
     * @param word as typed
     * @param directory that relative paths begin at; absolute
     */
    public static Script named(String word, Path directory, Map<String, String> environment) throws ProgramException {
        Path file = directory.resolve(word).normalize();
        if (!word.isBlank() && Files.isRegularFile(file)) {
            return of(file, directory, environment);
        }
        SearchPath path = SearchPath.of(environment);
        if (word.strip().contains(" ")) {
            return of(Interpreter.BASH.find(path), directory, environment)
                    .withInterpreter(NONE)
                    .withArgs(List.of("-c", word));
        }
        Optional<Path> installed = word.isEmpty() || word.contains("/") ? Optional.empty() : path.find(word);
        if (installed.isPresent() && !Files.isDirectory(file)) {
            return of(installed.get(), directory, environment);
        }
        throw missing(word, file, directory);
    }

    private static ProgramException missing(String word, Path file, Path directory) {
        if (Files.isDirectory(file)) {
            return new ProgramException(word + " is a folder: name the program in it");
        }
        if (Files.exists(file)) {
            return new ProgramException(word + " is not a program but a device, socket or pipe");
        }
        Optional<Path> nearest = NearestName.to(file);
        return new ProgramException("there is no file " + word
                + nearest.map(path -> ". Did you mean " + shorten(path, word, directory) + "?").orElse(""));
    }

    /** In the form in which it was asked for. */
    private static Path shorten(Path path, String word, Path directory) {
        return word.startsWith("/") || !path.startsWith(directory) ? path : directory.relativize(path);
    }

    public Script withInterpreter(String interpreter) {
        return new Script(file, interpreter, interpreterArgs, args, directory, environment);
    }

    public Script withInterpreterArgs(List<String> interpreterArgs) {
        return new Script(file, interpreter, interpreterArgs, args, directory, environment);
    }

    public Script withArgs(List<String> args) {
        return new Script(file, interpreter, interpreterArgs, args, directory, environment);
    }

    /** The ending of the file's name, in small letters; empty if it has none. */
    String extension() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }

    /** A command of these words, with the script's own arguments after them. */
    List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(words);
        command.addAll(args);
        return command;
    }
}
