package millrace.gateway.route;

import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.log.Level;

/** Sends a request elsewhere within its server: nginx's internal redirect. */
public final class Jump {
    private Jump() {}

    /**
     * The answer of a phase's handler.
     *
     * @param target a path with arguments, or a named location with its {@code @}
     */
    public static int to(Exchange x, String target) {
        if (!target.startsWith("@")) {
            int question = target.indexOf('?');
            x.redirect(question < 0 ? target : target.substring(0, question),
                    question < 0 ? null : target.substring(question + 1));
            return Phase.DONE;
        }
        Scope named = LocationSettings.named(x.server(), target);
        if (named == null) {
            x.log(Level.ERROR, "could not find named location \"" + target + "\"");
            return 500;
        }
        x.enter(named);
        return Phase.DONE;
    }
}
