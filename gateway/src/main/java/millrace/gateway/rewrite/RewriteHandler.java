package millrace.gateway.rewrite;

import millrace.gateway.config.Context;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;

/** Runs the steps of a server, or of a location; those of a block {@code if} run as part of them. */
final class RewriteHandler implements PhaseHandler {
    private final Context context;

    RewriteHandler(Context context) {
        this.context = context;
    }

    @Override
    public boolean concerns(Scope scope) {
        return scope.context() == context && scope.get(RewriteSettings.KEY).runsIn(scope);
    }

    @Override
    public int run(Exchange x) {
        int answer = x.settings(RewriteSettings.KEY).run(x);
        return answer == Step.GO_ON || answer == Step.STOP ? Phase.NEXT : answer;
    }
}
