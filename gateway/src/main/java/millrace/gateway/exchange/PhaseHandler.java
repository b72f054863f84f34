package millrace.gateway.exchange;

import java.util.function.Predicate;
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

    /** A handler for the levels of the configuration that have something for it to do. */
    static PhaseHandler where(Predicate<Scope> concerned, PhaseHandler handler) {
        return new PhaseHandler() {
            @Override
            public int run(Exchange x) {
                return handler.run(x);
            }

            @Override
            public boolean concerns(Scope scope) {
                return concerned.test(scope);
            }
        };
    }
}
