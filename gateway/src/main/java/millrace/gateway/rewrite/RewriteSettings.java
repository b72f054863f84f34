package millrace.gateway.rewrite;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;

/** What runs in a level, in the order of the file. It is not inherited; whether it is logged is. */
final class RewriteSettings implements Settings<RewriteSettings> {
    static final SettingsKey<RewriteSettings> KEY = SettingsKey.of(RewriteSettings::new);

    private final List<Step> steps = new ArrayList<>();
    private Scope owner;
    private Boolean log;

    void add(Step step) {
        steps.add(step);
    }

    void log(boolean on) {
        log = on;
    }

    boolean logs() {
        return log;
    }

    @Override
    public void inherit(RewriteSettings outer) {
        log = Inherit.of(log, outer == null ? null : outer.log, false);
    }

    @Override
    public void inherit(RewriteSettings outer, Scope scope) {
        inherit(outer);
        owner = scope;
    }

    /** Whether anything runs in a level; a level without directives shares what is around it. */
    boolean runsIn(Scope scope) {
        return owner == scope && !steps.isEmpty();
    }

    /** Runs them up to the first that does not go on. */
    int run(Exchange x) {
        for (int i = 0; i < steps.size(); i++) {
            int answer = steps.get(i).run(x);
            if (answer != Step.GO_ON) {
                return answer;
            }
        }
        return Step.GO_ON;
    }
}
