package millrace.gateway.config;

import java.util.List;

/**
 * A directive as it stands in a file, with quotes and escapes resolved. Immutable.
 *
 * @param block what is between its braces; null if it ended with a semicolon
 * @param place the line of the semicolon or the opening brace, which is the line that nginx complains about
 */
public record Statement(String name, List<String> args, List<Statement> block, Place place) {
    public Statement {
        args = List.copyOf(args);
        block = block == null ? null : List.copyOf(block);
    }

    /** An argument, counted from 0. */
    public String arg(int index) {
        return args.get(index);
    }

    /** A complaint about this directive, as nginx words those of its setters: {@code "name" directive what}. */
    public ConfigException complaint(String what) {
        return new ConfigException(place, "\"" + name + "\" directive " + what);
    }

    /** A complaint in other words. */
    public ConfigException error(String message) {
        return new ConfigException(place, message);
    }

    /** A complaint and, beyond nginx, what was expected. */
    public ConfigException error(String message, String hint) {
        return new ConfigException(place, message, hint);
    }
}
