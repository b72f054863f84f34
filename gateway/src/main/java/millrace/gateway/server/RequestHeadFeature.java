package millrace.gateway.server;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;

/** How large the heads of requests may be, and what names of fields are: nginx's core module. */
public final class RequestHeadFeature implements Feature {
    private static final Context[] SERVERS = {Context.HTTP, Context.SERVER};

    @Override
    public void register(Registry registry) {
        registry.directive("client_header_buffer_size", SERVERS)
                .since("0.1.0")
                .doc("How long a line of a head may be, if `large_client_header_buffers` says less; 1k. Memory is not"
                        + " set aside for it.")
                .size(HeadSettings.KEY, (s, bytes) -> s.firstBytes = bytes);
        registry.directive("large_client_header_buffers", SERVERS)
                .since("0.1.0")
                .args(2, 2)
                .shown("number size")
                .doc("How long a line of a head may be (8k, else 414 for the first and 400 for others), and how many"
                        + " such the whole.")
                .set(RequestHeadFeature::large);
        registry.directive("ignore_invalid_headers", SERVERS)
                .since("0.1.0")
                .doc("Whether fields are left out whose names have other than letters, digits and hyphens; on.")
                .flag(HeadSettings.KEY, (s, on) -> s.ignoresInvalid = on);
        registry.directive("underscores_in_headers", SERVERS)
                .since("0.1.0")
                .doc("Whether underscores are allowed in them; off.")
                .flag(HeadSettings.KEY, (s, on) -> s.underscores = on);
        registry.directive("max_headers", SERVERS)
                .since("1.29.4")
                .doc("How many fields a request may have; 1000.")
                .number(HeadSettings.KEY, (s, count) -> s.fieldCount = Math.max(1, count));
    }

    private static void large(Scope scope, Statement s) throws ConfigException {
        HeadSettings settings = scope.get(HeadSettings.KEY);
        settings.largeCount = Values.number(s, s.arg(0));
        settings.largeBytes = Values.size(s, s.arg(1));
        if (settings.largeCount == 0 || settings.largeBytes == 0) {
            throw s.complaint("invalid value");
        }
    }
}
