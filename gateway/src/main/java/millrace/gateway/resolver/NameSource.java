package millrace.gateway.resolver;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import millrace.offload.dns.Answer;
import millrace.offload.dns.Dns;
import millrace.offload.dns.Service;

/** Who tells addresses while the gateway runs. Stages complete on the loop that asks. */
public interface NameSource {
    CompletionStage<Answer<InetAddress>> addresses(String host);

    CompletionStage<Answer<Service>> services(String name);

    static NameSource of(Dns dns) {
        return new NameSource() {
            @Override
            public CompletionStage<Answer<InetAddress>> addresses(String host) {
                return dns.lookup(host);
            }

            @Override
            public CompletionStage<Answer<Service>> services(String name) {
                return dns.resolveSrv(name);
            }
        };
    }
}
