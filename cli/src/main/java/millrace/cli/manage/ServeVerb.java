package millrace.cli.manage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cli.Failure;
import millrace.manager.config.ConfigException;
import millrace.manager.config.Declared;
import millrace.manager.config.Invocation;

/** {@code serve}: a folder over HTTP, as an app in the list. */
final class ServeVerb {
    private static final String MAIN = "millrace.cli.serve.StaticServer";
    private static final String PREFIX = "MILLRACE_SERVE_";

    private ServeVerb() {}

    static int run(Session session) throws Failure, IOException {
        Command line = session.line;
        String first = line.target(0, ".");
        // serve 8080: a number alone is a port unless there is such a folder.
        boolean portOnly = first.matches("\\d+") && !Files.isDirectory(Path.of(first));
        Path folder = Path.of(portOnly ? "." : first).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw Failure.of("there is no folder " + folder);
        }
        String port = line.has(Option.PORT) ? line.value(Option.PORT) : line.target(portOnly ? 0 : 1, "8080");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw Failure.of("\"" + port + "\" is no port");
        }
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put(PREFIX + "PATH", folder.toString());
        environment.put(PREFIX + "PORT", port);
        environment.put(PREFIX + "SPA", Boolean.toString(line.has(Option.SPA)));
        if (line.has(Option.BASIC_AUTH_USERNAME) || line.has(Option.BASIC_AUTH_PASSWORD)) {
            if (!line.has(Option.BASIC_AUTH_USERNAME) || !line.has(Option.BASIC_AUTH_PASSWORD)) {
                throw Failure.of("--basic-auth-username and --basic-auth-password belong together");
            }
            environment.put(PREFIX + "BASIC_AUTH_USERNAME", line.value(Option.BASIC_AUTH_USERNAME));
            environment.put(PREFIX + "BASIC_AUTH_PASSWORD", line.value(Option.BASIC_AUTH_PASSWORD));
        }
        Map<String, Object> options = StartVerb.attributes(line);
        options.putIfAbsent("name", "static-page-server-" + port);
        options.put("interpreter", "none");
        try {
            Invocation given = Invocation.here().withOptions(options).withEnvironment(environment);
            StartVerb.start(session, Declared.ofScript(java(), server(), given), Map.of());
        } catch (ConfigException e) {
            throw Failure.of(e.getMessage());
        }
        session.console.say("Serving " + folder + " on port " + port);
        ListVerbs.show(session);
        return 0;
    }

    /** The server, for process files whose script is called {@code serve}. */
    static List<String> command() {
        List<String> command = new ArrayList<>(server());
        command.addFirst(java());
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** With the flags that all of Millrace's servers run with. */
    private static List<String> server() {
        List<String> args = new ArrayList<>();
        String flags = System.getProperty("millrace.jvm.args");
        if (flags != null && Files.exists(Path.of(flags))) {
            args.add("@" + flags);
        } else {
            args.addAll(List.of("--module-path", System.getProperty("jdk.module.path"), "--add-modules",
                    "millrace.cli", "--enable-native-access=millrace.os", "-XX:+UseSerialGC"));
        }
        args.add(MAIN);
        return args;
    }
}
