package millrace.gateway.route;

import java.util.Arrays;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Engine;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.Plan;
import millrace.gateway.pattern.Captures;
import millrace.http.codec.Output;

/** Names of servers, locations, and how redirects are written: nginx's core module. */
public final class RouteFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    @Override
    public void register(Registry registry) {
        servers(registry);
        locations(registry);
        redirects(registry);
        registry.phase(Phase.FIND_LOCATION, new FindLocation());
        names(registry.http());
        names(registry.stream());
    }

    /** What is known of the choice of a server. */
    private static void names(Engine engine) {
        engine.variable("server_name", (x, out) -> {
            out.utf8(x.server().get(ServerNameSettings.KEY).primary());
            return true;
        });
        for (int i = 1; i <= 9; i++) {
            int group = i;
            engine.variable(String.valueOf(group), (x, out) -> captured(x.captures(), group, out));
        }
    }

    private static boolean captured(Captures captures, int group, Output out) {
        int start = out.length();
        boolean there = captures.write(group, out);
        if (there && captures.isQuoted() && UriEscape.ARGUMENT.isNeeded(out.bytes(), start, out.length() - start)) {
            byte[] plain = Arrays.copyOfRange(out.bytes(), start, out.length());
            out.truncate(start);
            UriEscape.ARGUMENT.write(plain, 0, plain.length, out);
        }
        return there;
    }

    private static void servers(Registry registry) {
        registry.directive("server_name", Context.SERVER, Context.SERVER_IN_STREAM)
                .since("0.1.0")
                .doc("Names that the server goes by: exact, with `*.` in front or `.*` behind, `.example.com` for both the "
                        + "name and all below it, or `~` and a pattern, whose named groups become variables.")
                .shown("name ...")
                .argsFrom(1)
                .repeated()
                .set((scope, s) -> scope.get(ServerNameSettings.KEY).add(scope, s));
        registry.directive("merge_slashes", Context.HTTP, Context.SERVER)
                .since("0.7.0")
                .doc("Whether several slashes in a path are one.")
                .flag(ServerNameSettings.KEY, ServerNameSettings::mergeSlashes);
    }

    private static void locations(Registry registry) {
        registry.directive("location", Context.SERVER, Context.LOCATION)
                .since("0.1.0")
                .doc("What holds for some paths: `= /path` for this one only, `/path` for all that begins so, `^~ /path` the "
                        + "same, and patterns are not looked at, `~ pattern` or, without regard to case, `~* pattern`, and "
                        + "`@name` for requests that are sent there.")
                .shown("[= | ~ | ~* | ^~] path")
                .args(1, 2)
                .repeated()
                .block(Context.LOCATION, RouteFeature::open);
        registry.directive("internal", Context.LOCATION)
                .since("0.1.0")
                .doc("The location is for redirects inside, error pages and parts only; to clients it is not there.")
                .args(0, 0)
                .set((scope, s) -> scope.get(LocationSettings.KEY).internal());
        registry.directive("log_not_found", ALL)
                .since("0.1.0")
                .doc("Whether a file that is not there gets a line in the log of errors.")
                .flag(LocationSettings.KEY, LocationSettings::logNotFound);
    }

    private static void open(Scope outer, Statement statement, Scope location) throws ConfigException {
        Plan.touch(location);
        LocationSettings.open(outer, statement, location);
    }

    private static void redirects(Registry registry) {
        registry.directive("absolute_redirect", ALL)
                .since("1.11.8")
                .doc("Whether redirects to a path of this server name scheme and host.")
                .flag(RedirectSettings.KEY, (s, on) -> s.absolute = on);
        registry.directive("server_name_in_redirect", ALL)
                .since("0.1.0")
                .doc("Whether they name the server's first name in place of what the client has asked for.")
                .flag(RedirectSettings.KEY, (s, on) -> s.serverName = on);
        registry.directive("port_in_redirect", ALL)
                .since("0.1.0")
                .doc("Whether they name the port.")
                .flag(RedirectSettings.KEY, (s, on) -> s.port = on);
        for (String browser : new String[] {"msie_padding", "msie_refresh"}) {
            registry.directive(browser, ALL)
                    .since("0.1.0")
                    .doc("Accepted and without effect: it is about a browser that is no more.")
                    .flag(RedirectSettings.KEY, (s, on) -> { });
        }
    }
}
