package millrace.gateway.config;

import java.util.List;

/** How a level gets what it does not say itself. */
public final class Inherit {
    private Inherit() {}

    /**
     * The own value, else that of the outer level, else the default. Levels complete from the outside, so one of the
     * two suffices.
     */
    public static <T> T of(T own, T outer, T otherwise) {
        return own != null ? own : outer != null ? outer : otherwise;
    }

    /** Array directives of nginx: if the level has any of its own, none of the outer ones count. */
    public static <T> List<T> list(List<T> own, List<T> outer) {
        return own != null && !own.isEmpty() ? List.copyOf(own) : outer != null ? outer : List.of();
    }
}
