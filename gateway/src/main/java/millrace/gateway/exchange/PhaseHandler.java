package millrace.gateway.exchange;

import millrace.gateway.config.Scope;

/** What a feature does with a request in one phase. Called on the loop's thread. */
@FunctionalInterface
public interface PhaseHandler {
    /** {@link Phase#NEXT}, {@link Phase#OK}, {@link Phase#WAIT}, {@link Phase#DONE}, or a status to finish with. */
    int run(Exchange x);

    /** Whether a level of the configuration has anything for this handler to do; asked once, when all is read. */
    default boolean concerns(Scope scope) {
        return true;
    }
}
