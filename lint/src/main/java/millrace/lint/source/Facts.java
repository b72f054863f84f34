package millrace.lint.source;

import java.util.List;
import millrace.regex.analysis.Dialect;

/**
 * What is read out of one source file, whatever its language: who calls whom, and which patterns stand in it. Nothing
 * is judged here.
 *
 * @param problem why the file could not be read or parsed; null when it could, and then only the rest has meaning
 */
public record Facts(
        Place place,
        String problem,
        List<PatternText> patterns,
        List<Function> functions,
        List<Handler> handlers,
        List<Call> calls,
        List<Use> uses) {

    /** The number of the code outside all functions, which runs at start-up. */
    public static final int START_UP = 0;

    /** A regular expression, as the engine gets it. */
    public record PatternText(String pattern, String flags, Dialect dialect, Place place) {

        public PatternText at(Place elsewhere) {
            return new PatternText(pattern, flags, dialect, elsewhere);
        }
    }

    /** @param name as in the source; empty for an anonymous one */
    public record Function(int number, String name, Place place) {}

    /**
     * A function that answers requests on a loop.
     *
     * @param what how it is known, for people: {@code GET /users}
     * @param byShape known by its parameters only, and not by who registers it
     */
    public record Handler(int function, String what, Place place, boolean byShape) {}

    /** @param place of the call */
    public record Call(int from, int to, Place place) {}

    /**
     * A call of something outside the file.
     *
     * @param owners the Node module; or the Java type and its supertypes, the most specific first
     * @param member what is called of it; {@code new} for a constructor of Java
     * @param text as it is written
     * @param callback whether the last argument is a function
     */
    public record Use(
            int function,
            List<String> owners,
            String member,
            int arguments,
            boolean callback,
            String text,
            Place place) {}

    /** Of a file that could not be read. */
    public static Facts problem(Place place, String problem) {
        return new Facts(place, problem, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
