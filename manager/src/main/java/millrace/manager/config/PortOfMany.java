package millrace.manager.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Several instances of a program that knows no protocol for sharing a port: if it serves one, all but the first of them
 * die of it, unless its user has said how they get along.
 */
public final class PortOfMany {
    private PortOfMany() {}

    /** Whether there are several, and nothing is said of their port. */
    public static boolean isOpen(AppConfig config) {
        return config.instances() > 1
                && Stream.of(Attribute.EXEC_MODE, Attribute.LISTEN, Attribute.INCREMENT_VAR)
                        .noneMatch(attribute -> config.attributes().containsKey(attribute.key()));
    }

    /** They share it all the same. */
    private static boolean isPython(AppConfig config) {
        return config.interpreter() == null
                ? config.script().toString().endsWith(".py")
                : Path.of(config.interpreter()).getFileName().toString().startsWith("python");
    }

    /** A sentence for the user; none when there is one instance, or it is said how several get along. */
    static Optional<String> note(Attributes app) throws ConfigException {
        AppConfig config = AppConfig.of(app.values());
        if (!isOpen(config) || config.mode() == Mode.CLUSTER || isPython(config)) {
            return Optional.empty();
        }
        String port = config.environment().getOrDefault("PORT", "8000");
        return Optional.of(config.name() + ": " + config.instances() + " instances do not share a port by themselves. If it"
                + " serves one: \"listen\" (--listen " + port + ") gives them one socket to inherit, \"exec_mode\":"
                + " \"cluster\" lets them share it by SO_REUSEPORT, \"increment_var\": \"PORT\" gives each its own. If it"
                + " serves none, \"exec_mode\": \"fork\" says so");
    }
}
