package millrace.gateway.mirror;

import java.util.List;
import millrace.gateway.body.BodyHandler;
import millrace.gateway.body.RequestBody;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.NullSink;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;

/** Copies of requests that go elsewhere, too: nginx's mirror module; and {@code post_action}. */
public final class MirrorFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    /** What becomes of a request whose body is waited for; it may be here at once. */
    private static final class Arrival implements BodyHandler {
        private boolean here;
        private boolean waitedFor;

        @Override
        public void onBody(Exchange x, RequestBody body) {
            here = true;
            send(x);
            if (waitedFor) {
                x.resume();
            }
        }
    }

    @Override
    public void register(Registry registry) {
        registry.directive("mirror", ALL)
                .since("1.13.4")
                .doc("A path that gets a copy of each request; its answer is not used. `off` mirrors nothing. The connection waits for "
                        + "the copies before its next request.")
                .shown("path \\| `off`")
                .repeated()
                .set(MirrorFeature::mirror);
        registry.directive("mirror_request_body", ALL)
                .since("1.13.4")
                .doc("Whether the copies have the body, too; it is read whole before anybody gets it.")
                .flag(MirrorSettings.KEY, (s, on) -> s.withBody = on);
        registry.directive("post_action", Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION)
                .doc("A path that is asked when the answer to a request has been sent; its answer is not used.")
                .text(CoreSettings.KEY, (s, path) -> s.postAction(path.equals("off") ? "" : path));
        registry.phase(Phase.PRECONTENT, PhaseHandler.where(
                scope -> !scope.get(MirrorSettings.KEY).paths.isEmpty(), MirrorFeature::run));
    }

    private static void mirror(Scope scope, Statement s) throws ConfigException {
        MirrorSettings settings = scope.get(MirrorSettings.KEY);
        boolean off = s.arg(0).equals("off");
        if (settings.paths != null && (off || settings.paths.isEmpty())) {
            throw s.complaint("is duplicate");
        }
        if (off) {
            settings.paths = List.of();
        } else {
            settings.add(s.arg(0));
        }
    }

    private static int run(Exchange x) {
        if (x.parent() != null) {
            return Phase.NEXT;
        }
        boolean withBody = x.settings(MirrorSettings.KEY).withBody;
        if (!withBody || RequestBody.of(x) != null || x.head().contentLength() == 0) {
            send(x);
            return Phase.NEXT;
        }
        Arrival arrival = new Arrival();
        RequestBody.read(x, arrival);
        arrival.waitedFor = true;
        return arrival.here ? Phase.NEXT : Phase.WAIT;
    }

    private static void send(Exchange x) {
        String arguments = x.args().isPresent() ? x.args().toString() : null;
        for (String path : x.settings(MirrorSettings.KEY).paths) {
            x.subrequest(x.method(), path, arguments, new NullSink(), part -> { });
        }
    }
}
