package millrace.gateway.config;

/**
 * What one feature keeps of one level of the configuration. A field is null until its directive is read.
 *
 * <p>When all is read, each level is completed once, outermost first. A level in which no directive of the feature
 * stands has no settings of its own: it shares those of the level around it.
 *
 * @param <S> the implementing class itself
 */
public interface Settings<S> {

    /**
     * Completes this level; {@link Inherit} says it shortly.
     *
     * @param outer the level around this one, complete; null at the outermost level, which gets the defaults
     */
    void inherit(S outer) throws ConfigException;

    /** The same, for settings that need to know whose they are: a default with variables, say. */
    default void inherit(S outer, Scope scope) throws ConfigException {
        inherit(outer);
    }
}
