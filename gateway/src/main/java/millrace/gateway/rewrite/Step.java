package millrace.gateway.rewrite;

import millrace.gateway.exchange.Exchange;

/** One directive that runs. Immutable. */
@FunctionalInterface
interface Step {
    /** The next step. */
    int GO_ON = 0;

    /** No further step, at this level nor around it. */
    int STOP = -100;

    /** {@link #GO_ON}, {@link #STOP}, or else what the phase's handler answers. */
    int run(Exchange x);
}
