package millrace.gateway.content;

import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.log.Level;

/**
 * Refuses what nginx lets pass: with {@code location /a { alias /b/; }} the path {@code /a../c} is the file {@code
 * /b/../c}, outside of the folder.
 */
final class AliasGuard implements PhaseHandler {
    @Override
    public boolean concerns(Scope scope) {
        return scope.get(FileSettings.KEY).root.isAlias();
    }

    @Override
    public int run(Exchange x) {
        if (!x.settings(FileSettings.KEY).root.isLeft(x.uri())) {
            return Phase.NEXT;
        }
        x.log(Level.ERROR, "\"" + x.uri() + "\" leads out of the alias: end the location's name with a slash, too");
        return 404;
    }
}
