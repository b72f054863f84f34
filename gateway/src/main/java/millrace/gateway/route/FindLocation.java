package millrace.gateway.route;

import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.exchange.Text;
import millrace.http.codec.Output;

/** Chooses the location of a request by its path. */
final class FindLocation implements PhaseHandler {
    private static final StateKey<LocationTree.Result<Scope>> RESULT = StateKey.create();

    @Override
    public int run(Exchange x) {
        LocationTree.Result<Scope> found = x.loop().state(RESULT, loop -> new LocationTree.Result<>());
        Text path = x.uri();
        LocationTree<Scope> tree = x.server().get(LocationSettings.KEY).tree();
        x.run().pathStays();
        tree.find(path.bytes(), path.start(), path.end(), x.captures(), found);
        Scope location = found.location();
        if (location == null) {
            return Phase.NEXT;
        }
        LocationSettings settings = location.get(LocationSettings.KEY);
        if (settings.name().kind() == LocationName.Kind.PATTERN) {
            settings.name().matcher().keepNamed(x);
        }
        if (settings.isInternal() && !x.isInternal()) {
            return 404;
        }
        x.scope(location);
        return found.addSlash() ? addSlash(x, settings.path()) : Phase.NEXT;
    }

    /** To the location's own name. */
    private static int addSlash(Exchange x, byte[] path) {
        Output target = new Output(path.length + 64);
        UriEscape.PATH.write(path, 0, path.length, target);
        if (x.args().isPresent() && !x.args().isEmpty()) {
            target.put(QUESTION_MARK);
            x.args().writeTo(target);
        }
        Redirection.location(x, target);
        return 301;
    }

    private static final byte[] QUESTION_MARK = {'?'};
}
