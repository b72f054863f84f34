package millrace.gateway.config;

import java.util.Set;

/**
 * A row of the table. Immutable.
 *
 * @param maxArgs {@link Integer#MAX_VALUE} for any number
 * @param arguments what its arguments are, for the documentation: {@code on | off}, {@code size}, ...
 * @param body what may follow the arguments
 * @param since the version of nginx that has it first; empty if not said
 * @param inner the context of its block; null unless the body is {@link Body#SCOPE}
 */
public record Directive(String name, Set<Context> contexts, int minArgs, int maxArgs, boolean repeated,
        String arguments, Body body, Context inner, String since, String doc, Action action, Action closing) {

    /** What ends a directive. */
    public enum Body {
        /** A semicolon. */
        NONE,
        /** A block of directives, which is a level of its own. */
        SCOPE,
        /** A block of lines that the directive itself understands, as those of {@code map}. */
        LINES
    }

    /** What a directive does when it is read. */
    @FunctionalInterface
    public interface Action {
        /**
         * @param scope the level it stands in; for a block the level that it opens (its outer one is where it stands)
         */
        void apply(Scope scope, Statement statement) throws ConfigException;
    }

    /** What a directive with a block does as it opens. */
    @FunctionalInterface
    public interface BlockAction {
        void open(Scope scope, Statement statement, Scope inner) throws ConfigException;
    }
}
