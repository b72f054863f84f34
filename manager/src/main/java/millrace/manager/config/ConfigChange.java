package millrace.manager.config;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import millrace.manager.Home;

/**
 * What differs between two configurations of an app.
 *
 * @param keys canonical names of the attributes whose effective values differ
 * @param restart whether running processes must be replaced for all of it to take effect
 * @param instances so many more; negative: fewer
 */
public record ConfigChange(Set<String> keys, boolean restart, int instances) {
    /** What a process is started with; all else takes effect while it runs. */
    private static final Set<Attribute> OF_THE_START = EnumSet.of(
            Attribute.SCRIPT,
            Attribute.CWD,
            Attribute.ARGS,
            Attribute.INTERPRETER,
            Attribute.INTERPRETER_ARGS,
            Attribute.SOURCE_MAP_SUPPORT,
            Attribute.UID,
            Attribute.GID,
            Attribute.ENV,
            Attribute.INSTANCE_VAR,
            Attribute.INCREMENT_VAR,
            Attribute.EXEC_MODE,
            Attribute.LISTEN,
            Attribute.SCHEDULING);

    public ConfigChange {
        keys = Set.copyOf(keys);
    }

    public static ConfigChange between(AppConfig old, AppConfig now) throws ConfigException {
        Attributes before = new Attributes(old.attributes());
        Attributes after = new Attributes(now.attributes());
        Set<String> keys = new LinkedHashSet<>();
        boolean restart = old.mode() != now.mode();
        for (Attribute attribute : Attribute.values()) {
            if (!Objects.equals(before.value(attribute), after.value(attribute))) {
                keys.add(attribute.key());
                restart |= OF_THE_START.contains(attribute);
            }
        }
        return new ConfigChange(keys, restart, now.instances() - old.instances());
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * An app's configuration after a command that names the app, with options: only what they say changes. Its
     * environment changes only when that is asked for, and then variables that the command does not have stay.
     *
     * @param options attributes by any of their names; all paths absolute
     * @param environment of the command; empty unless the environment is to be updated. What the app's {@code filter_env}
     *     keeps out, stays out
     * @param environmentName adds the app's {@code env_NAME}; {@code null}: none
     * @param home the daemon's
     */
    public static AppConfig applied(
            AppConfig app, Map<String, ?> options, Map<String, String> environment, String environmentName, Home home)
            throws ConfigException {
        Map<String, Object> attributes = new LinkedHashMap<>(app.attributes());
        attributes.putAll(Attributes.read(options, name -> "", note -> {}).values());
        Map<String, String> variables = new LinkedHashMap<>(app.environment());
        variables.putAll(AppEnvironment.filtered(environment, new Attributes(attributes)));
        if (environmentName != null) {
            variables.putAll(new Attributes(attributes).variables(Attribute.ENV_PREFIX + environmentName));
        }
        attributes.put(Attribute.ENV.key(), variables);
        return AppConfig.of(attributes, home);
    }
}
