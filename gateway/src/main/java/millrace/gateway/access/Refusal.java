package millrace.gateway.access;

import java.util.List;
import java.util.function.Function;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.log.Level;
import millrace.gateway.variable.Variable;

/**
 * What a limit does with a request that is one too many: {@code limit_*_status}, {@code limit_*_log_level} and
 * {@code limit_*_dry_run}.
 */
final class Refusal {
    private static final List<String> LEVELS = List.of("info", "notice", "warn", "error");

    private Integer status;
    private Level level;
    private Boolean dryRun;

    /** The directives of a limit, and its variable {@code $limit_*_status}, which says what became of a request; for one that {@code stream} has, too. */
    static <S extends Settings<S>> void register(
            Registry registry, String limit, String dryRunSince, SettingsKey<S> key, Function<S, Refusal> of,
            StateKey<String> verdict, boolean inStream) {
        Context[] http = {Context.HTTP, Context.SERVER, Context.LOCATION};
        Context[] all = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.STREAM, Context.SERVER_IN_STREAM};
        Context[] contexts = inStream ? all : http;
        registry.directive(limit + "_status", http)
                .since("1.3.15")
                .doc("The status of a request that is refused.")
                .number(key, (s, number) -> of.apply(s).status = number);
        registry.directive(limit + "_log_level", contexts)
                .since("0.8.18")
                .doc("How a refusal is logged; a delay is logged one level lower.")
                .word(key, LEVELS, (s, word) -> of.apply(s).level = Level.named(word));
        registry.directive(limit + "_dry_run", contexts)
                .since(dryRunSince)
                .doc("Whether requests are only measured, not held up or refused.")
                .flag(key, (s, on) -> of.apply(s).dryRun = on);
        Variable status = (x, out) -> {
            String text = x.main().state(verdict);
            if (text != null) {
                out.utf8(text);
            }
            return text != null;
        };
        registry.http().variable(limit + "_status", status);
        if (inStream) {
            registry.stream().variable(limit + "_status", status);
        }
    }

    void inherit(Refusal outer) {
        status = Inherit.of(status, outer.status, 503);
        level = Inherit.of(level, outer.level, Level.ERROR);
        dryRun = Inherit.of(dryRun, outer.dryRun, false);
    }

    boolean isDryRun() {
        return dryRun;
    }

    Level level() {
        return level;
    }

    Level delayLevel() {
        Level[] all = Level.values();
        return all[Math.min(level.ordinal() + 1, all.length - 1)];
    }

    /** Logs it and refuses the request; in a dry run it only takes note. */
    int refuse(Exchange x, StateKey<String> verdict, Level how, String words) {
        x.log(how, words);
        x.main().state(verdict, dryRun ? "REJECTED_DRY_RUN" : "REJECTED");
        return dryRun ? Phase.NEXT : status;
    }
}
