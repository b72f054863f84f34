package millrace.gateway.content;

import java.util.function.ToLongFunction;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.Traffic;
import millrace.http.codec.Output;

/** Small pages that are made, not read: nginx's modules stub_status and empty_gif. */
public final class StatusFeature implements Feature {
    /** 1986-09-28 14:00:00 GMT: any time will do, as long as it does not change. */
    private static final long GIF_TIME = 528_300_000;

    /** One transparent pixel. */
    private static final byte[] GIF = Output.ascii("GIF89a\1\0\1\0\200\1\0\0\0\0\377\377\377!\371\4\1\0\0\1\0,\0\0\0\0"
            + "\1\0\1\0\0\2\2L\1\0;");

    @Override
    public void register(Registry registry) {
        registry.directive("stub_status", Context.SERVER, Context.LOCATION)
                .since("0.1.0")
                .doc("A page with the numbers of connections and requests.")
                .args(0, 1)
                .set((scope, s) -> scope.get(CoreSettings.KEY).handler(StatusFeature::status));
        registry.directive("empty_gif", Context.LOCATION)
                .since("0.1.0")
                .doc("A transparent picture of one pixel.")
                .args(0, 0)
                .set((scope, s) -> scope.get(CoreSettings.KEY).handler(StatusFeature::gif));
        variable(registry, "active", Traffic::allOpen);
        variable(registry, "reading", Traffic::allReading);
        variable(registry, "writing", Traffic::allWriting);
        variable(registry, "waiting", Traffic::allWaiting);
    }

    private static void variable(Registry registry, String name, ToLongFunction<Traffic> of) {
        registry.variable("connections_" + name, (x, to) -> {
            to.number(of.applyAsLong(x.loop().traffic()));
            return true;
        });
    }

    private static int status(Exchange x) {
        if (!StaticFile.isRead(x)) {
            return 405;
        }
        Traffic traffic = x.loop().traffic();
        Output page = new Output(256);
        page.utf8("Active connections: ").number(traffic.allOpen());
        page.utf8(" \nserver accepts handled requests\n ").number(traffic.allAccepted());
        page.utf8(" ").number(traffic.allAccepted()).utf8(" ").number(traffic.allRequests());
        page.utf8(" \nReading: ").number(traffic.allReading());
        page.utf8(" Writing: ").number(traffic.allWriting());
        page.utf8(" Waiting: ").number(traffic.allWaiting()).utf8(" \n");
        x.reply().sendWhole(200, "text/plain", page);
        return Phase.DONE;
    }

    private static int gif(Exchange x) {
        if (!StaticFile.isRead(x)) {
            return 405;
        }
        x.reply().lastModified(GIF_TIME);
        x.reply().sendWhole(200, "image/gif", GIF);
        return Phase.DONE;
    }
}
