package millrace.manager.app;

import java.util.LinkedHashMap;
import java.util.Map;
import millrace.manager.Home;
import millrace.manager.config.AppConfig;
import millrace.manager.config.Mode;

/** The variables by which apps and libraries know their place under PM2, and so under Millrace. Pure logic. */
final class InstanceVariables {
    private InstanceVariables() {}

    static Map<String, String> of(AppConfig config, AppInstance instance, Home home) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("pm_id", Integer.toString(instance.pmId()));
        variables.put("name", config.name());
        variables.put("namespace", config.namespace());
        variables.put("exec_mode", mode(config));
        variables.put("instances", Integer.toString(config.instances()));
        variables.put("unique_id", instance.uniqueId());
        variables.put("pm_exec_path", config.script().toString());
        variables.put("pm_cwd", config.cwd().toString());
        variables.put("PM2_HOME", home.folder().toString());
        variables.put("PM2_USAGE", "CLI");
        return variables;
    }

    /** {@code instance_var}, and {@code increment_var} beginning at what the environment says, or 0. */
    static Map<String, String> numbered(AppConfig config, int number) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(config.instanceVar(), Integer.toString(number));
        if (config.incrementVar() != null) {
            String first = config.environment().getOrDefault(config.incrementVar(), "0");
            variables.put(config.incrementVar(), Long.toString(wholeNumber(first) + number));
        }
        return variables;
    }

    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            // Not a number, so there is nothing to count from.
            return 0;
        }
    }

    /** PM2's word. */
    static String mode(AppConfig config) {
        return config.mode() == Mode.CLUSTER ? "cluster_mode" : "fork_mode";
    }
}
