package millrace.manager.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a command was given, and where.
 *
 * @param options attributes that stand on the command line, by any of their names; they count more than a file's
 * @param environmentName what {@code --env} says, {@code null} for nothing
 * @param only names of the apps that are meant; none: all
 * @param cwd the folder of the command; absolute
 * @param environment of the command; complete
 * @param programs that the command itself brings, by what a script may be called to mean them: a command each
 */
public record Invocation(
        Map<String, Object> options,
        String environmentName,
        Set<String> only,
        Path cwd,
        Map<String, String> environment,
        Map<String, List<String>> programs) {

    public Invocation {
        programs = Map.copyOf(programs);
        options = Map.copyOf(options);
        only = Set.copyOf(only);
        environment = Map.copyOf(environment);
        if (!cwd.isAbsolute()) {
            throw new IllegalArgumentException(cwd + " is not absolute");
        }
    }

    /** Without options, in this process's surroundings. */
    public static Invocation here() {
        return new Invocation(Map.of(), null, Set.of(), Path.of("").toAbsolutePath(), System.getenv(), Map.of());
    }

    public Invocation withOptions(Map<String, Object> options) {
        return new Invocation(options, environmentName, only, cwd, environment, programs);
    }

    public Invocation withEnvironmentName(String environmentName) {
        return new Invocation(options, environmentName, only, cwd, environment, programs);
    }

    public Invocation withOnly(Set<String> only) {
        return new Invocation(options, environmentName, only, cwd, environment, programs);
    }

    public Invocation withCwd(Path cwd) {
        return new Invocation(options, environmentName, only, cwd, environment, programs);
    }

    public Invocation withPrograms(Map<String, List<String>> programs) {
        return new Invocation(options, environmentName, only, cwd, environment, programs);
    }

    public Invocation withEnvironment(Map<String, String> environment) {
        return new Invocation(options, environmentName, only, cwd, environment, programs);
    }
}
