package millrace.manager.config;

import java.util.Optional;

/**
 * Several instances of a program that knows no protocol for sharing a port: if it serves one, all but the first of them
 * die of it, unless its user has said how they get along.
 */
final class PortOfMany {
    private PortOfMany() {}

    /** A sentence for the user; none when there is one instance, or it is said how several get along. */
    static Optional<String> note(Attributes app) throws ConfigException {
        if (app.has(Attribute.EXEC_MODE) || app.has(Attribute.LISTEN) || app.has(Attribute.INCREMENT_VAR)) {
            return Optional.empty();
        }
        AppConfig config = AppConfig.of(app.values());
        if (config.instances() == 1 || config.mode() == Mode.CLUSTER) {
            return Optional.empty();
        }
        String port = config.environment().getOrDefault("PORT", "8000");
        return Optional.of(config.name() + ": " + config.instances() + " instances do not share a port by themselves. If it"
                + " serves one: \"listen\" (--listen " + port + ") gives them one socket to inherit, \"exec_mode\":"
                + " \"cluster\" lets them share it by SO_REUSEPORT, \"increment_var\": \"PORT\" gives each its own. If it"
                + " serves none, \"exec_mode\": \"fork\" says so");
    }
}
