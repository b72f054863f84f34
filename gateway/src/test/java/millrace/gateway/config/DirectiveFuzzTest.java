package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import millrace.gateway.Features;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the arguments of a directive are, they are taken or told to be wrong. */
class DirectiveFuzzTest {
    /** No names of hosts among them: those would be looked up. */
    private static final String[] ARGUMENTS = {"''", "0", "1", "-1", "8k", "99999999999999999999", "1m", "30s",
            "1h30m", "5ms", "$",
        "$a", "${b", "${uri}", "$uri", "$1", "\"$uri$args\"", "/", "/x/", "@x", "~", "'~^(?<n>a)$'", "'~('", "=",
                "=/x", "1.2.3.4",
        "1.2.3.4:80", "1.2.3.4/33", "10.0.0.0/8", "[::1]:80", "[::1", ":", "unix:/s", "unix:", "http://",
                "http://127.0.0.1",
        "http://127.0.0.1:0", "http://$uri", "http://unix:/s:/x", "http:", "a=b", "=b", "a=", "zone=z:1m", "zone=z",
                "rate=1r/s",
        "rate=", "burst=x", "if=$uri", "200", "404", "=200", "text/html", "*", "**", "*.x", "%", "50%", "\u00ff",
                "\\x", "'a b'"};
    private static final String[] WORDS = {"on", "off", "all", "none", "any", "always", "default", "last", "GET", "x"};
    private static final Set<String> OF_HOSTS = Set.of("server", "proxy_pass", "resolver", "proxy_bind", "error_log",
            "access_log",
            "listen", "set_real_ip_from", "health_check");

    @TempDir
    Path folder;

    private final Registry registry = Registry.of(Features.all());

    @Test
    void noArgumentsMakeADirectiveFailOtherwiseThanByAWord() {
        List<String> crashes = new ArrayList<>();
        for (Directive directive : registry.directives()) {
            for (Context context : directive.contexts()) {
                Random random = new Random(directive.name().hashCode());
                for (int round = 0; round < 25; round++) {
                    String text = in(context, line(directive, random));
                    try {
                        Configuration.readAll(registry, Source.ofText(folder, text), new ArrayList<>());
                    } catch (RuntimeException e) {
                        crashes.add(text + "\n    " + e + " at " + e.getStackTrace()[0]);
                        break;
                    }
                }
            }
        }
        if (!crashes.isEmpty()) {
            fail(crashes.size() + " directives fail with an exception:\n" + String.join("\n", crashes));
        }
    }

    private static String line(Directive directive, Random random) {
        int most = Math.min(directive.maxArgs(), directive.minArgs() + 3);
        int count = directive.minArgs() + random.nextInt(most - directive.minArgs() + 1);
        StringBuilder line = new StringBuilder(directive.name());
        for (int i = 0; i < count; i++) {
            line.append(' ').append(argument(directive, random));
        }
        if (directive.body() == Directive.Body.NONE) {
            return line.append("; ").toString();
        }
        line.append(" { ");
        for (int i = random.nextInt(3); directive.body() == Directive.Body.LINES && i > 0; i--) {
            line.append(argument(directive, random)).append(' ').append(argument(directive, random)).append("; ");
        }
        return line.append("} ").toString();
    }

    private static String argument(Directive directive, Random random) {
        boolean word = random.nextInt(3) == 0 && !OF_HOSTS.contains(directive.name());
        return word ? WORDS[random.nextInt(WORDS.length)] : ARGUMENTS[random.nextInt(ARGUMENTS.length)];
    }

    private static String in(Context context, String line) {
        String events = context == Context.EVENTS ? "events { " + line + "} " : line.startsWith("events ") ? ""
                : "events { } ";
        return events + switch (context) {
            case MAIN -> line;
            case EVENTS -> "";
            case HTTP -> "http { " + line + "}";
            case UPSTREAM -> "http { upstream u { server 127.0.0.1; " + line + "} }";
            case SERVER -> "http { server { " + line + "} }";
            case LOCATION -> "http { server { location / { " + line + "} } }";
            case IF_IN_SERVER -> "http { server { if ($uri) { " + line + "} } }";
            case IF_IN_LOCATION -> "http { server { location / { if ($uri) { " + line + "} } } }";
            case LIMIT_EXCEPT -> "http { server { location / { limit_except GET { " + line + "} } } }";
            case STREAM -> "stream { " + line + "}";
            case UPSTREAM_IN_STREAM -> "stream { upstream u { server 127.0.0.1:1; " + line + "} }";
            case SERVER_IN_STREAM -> "stream { server { listen 127.0.0.1:1; return a; " + line + "} }";
        };
    }
}
