package millrace.gateway.exchange;

import millrace.gateway.config.Scope;

/** Changes a reply's head before it is sent, and may put a {@link BodyFilter} in the way of its body. */
@FunctionalInterface
public interface HeadFilter {
    void apply(Exchange x);

    /** Whether a level of the configuration has anything for this filter to do; asked once, when all is read. */
    default boolean concerns(Scope scope) {
        return true;
    }
}
