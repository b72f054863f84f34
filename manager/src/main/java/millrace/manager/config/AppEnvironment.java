package millrace.manager.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of an app: that of the command, then its {@code .env} files, {@code env}, {@code env_NAME} of
 * {@code --env NAME}, and {@code port}; the later counts.
 */
record AppEnvironment(Attributes given, Invocation invocation, Map<String, String> variables) {

    Map<String, String> of(Path cwd) throws ConfigException {
        Map<String, String> environment = inherited();
        environment.computeIfPresent("PWD", (name, old) -> cwd.toString());
        for (String file : given.names(Attribute.ENV_FILE)) {
            environment.putAll(file(file, cwd));
        }
        environment.putAll(given.variables(Attribute.ENV.key()));
        if (invocation.environmentName() != null) {
            environment.putAll(given.variables(Attribute.ENV_PREFIX + invocation.environmentName()));
        }
        if (given.has(Attribute.PORT)) {
            environment.put("PORT", given.text(Attribute.PORT));
        }
        return environment;
    }

    private Map<String, String> inherited() throws ConfigException {
        Map<String, String> inherited = new LinkedHashMap<>(invocation.environment());
        inherited.putAll(variables);
        return filtered(inherited, given);
    }

    /** What an app gets of a command's environment: {@code filter_env}. */
    static Map<String, String> filtered(Map<String, String> environment, Attributes app) throws ConfigException {
        Map<String, String> filtered = new LinkedHashMap<>(environment);
        List<String> without = app.names(Attribute.FILTER_ENV);
        if (app.flag(Attribute.FILTER_ENV)) {
            // Without these hardly a program runs.
            filtered.keySet().retainAll(List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TERM"));
        }
        filtered.keySet().removeIf(name -> without.stream().anyMatch(name::startsWith));
        return filtered;
    }

    private static Map<String, String> file(String name, Path cwd) throws ConfigException {
        boolean optional = name.endsWith("?");
        Path file = cwd.resolve(Attributes.path(Attribute.ENV_FILE, optional ? name.substring(0, name.length() - 1) : name));
        if (optional && !Files.exists(file)) {
            return Map.of();
        }
        if (!Files.exists(file)) {
            throw new ConfigException("\"env_file\" " + file + " is not there. With ? after its name it may be missing");
        }
        String text = ProcessFile.text(file);
        try {
            return DotEnv.read(text);
        } catch (ConfigException e) {
            throw e.in(file + ": ");
        }
    }
}
