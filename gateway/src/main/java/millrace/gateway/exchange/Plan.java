package millrace.gateway.exchange;

import millrace.gateway.config.Engine;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/**
 * Which handlers and filters a level of the configuration needs; made once, when all is read, so that no request asks
 * again. Every level that requests can be in {@link #touch touches} its own.
 */
public final class Plan implements Settings<Plan> {
    public static final SettingsKey<Plan> KEY = SettingsKey.of(Plan::new);

    private static final Phase[] PHASES = Phase.values();

    /** By {@link Phase#ordinal}. */
    PhaseHandler[][] handlers;

    HeadFilter[] headFilters;
    ErrorHandler[] errorHandlers;
    boolean satisfyAny;

    /** A level that requests can be in is read. */
    public static void touch(Scope scope) {
        Plan plan = scope.get(KEY);
        scope.get(CoreSettings.KEY); // Of its own, since what is around it may answer by other means.
        scope.configuration().whenRead(() -> plan.make(scope));
    }

    static Plan of(Scope scope) {
        return scope.get(KEY);
    }

    @Override
    public void inherit(Plan outer) {}

    private void make(Scope scope) {
        Engine engine = scope.configuration().registry().engine(scope);
        CoreSettings core = scope.get(CoreSettings.KEY);
        satisfyAny = core.satisfiesAny();
        handlers = new PhaseHandler[PHASES.length][];
        for (Phase phase : PHASES) {
            handlers[phase.ordinal()] = engine.handlers(phase).stream()
                    .filter(handler -> handler.concerns(scope))
                    .toArray(PhaseHandler[]::new);
        }
        if (core.handler() != null) {
            handlers[Phase.CONTENT.ordinal()] = new PhaseHandler[] {core.handler()};
        }
        headFilters = engine.headFilters().stream()
                .filter(filter -> filter.concerns(scope))
                .toArray(HeadFilter[]::new);
        errorHandlers = engine.errorHandlers().toArray(ErrorHandler[]::new);
    }
}
