package millrace.manager.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cluster.InstanceView;
import millrace.manager.config.AppConfig;
import millrace.manager.config.LogConfig;
import millrace.manager.metrics.ProcessMetrics;
import millrace.manager.usage.Usage;

/**
 * An instance as PM2's {@code jlist} has it, for tools that read that: configuration, environment and state in one
 * object, the environment's variables beside the rest as well as in {@code env}.
 */
public final class Jlist {
    private Jlist() {}

    /** One element of the array. */
    public static Map<String, Object> of(AppInstance instance, String daemonVersion) {
        Usage usage = instance.usage();
        Map<String, Object> monit = new LinkedHashMap<>();
        monit.put("memory", usage.memoryBytes());
        monit.put("cpu", usage.cpuPercent());
        Map<String, Object> element = new LinkedHashMap<>();
        element.put("pid", instance.pid());
        element.put("name", instance.name());
        element.put("pm2_env", environment(instance, daemonVersion));
        element.put("pm_id", instance.pmId());
        element.put("monit", monit);
        return element;
    }

    private static Map<String, Object> environment(AppInstance instance, String daemonVersion) {
        AppConfig config = instance.app().config();
        // First, so that no variable of the app's hides what is known better.
        Map<String, Object> fields = new LinkedHashMap<>(config.environment());
        fields.putAll(settings(config));
        fields.putAll(paths(instance));
        fields.put("env", config.environment());
        fields.put("exec_interpreter", Listing.interpreter(instance.app()));
        fields.put("node_args", config.interpreterArgs());
        fields.put("username", instance.app().user());
        fields.put("windowsHide", true);
        fields.put("vizion_running", false);
        fields.put("km_link", false);
        fields.putAll(state(instance));
        fields.put("version", instance.app().version());
        fields.put("node_version", nodeVersion(instance));
        fields.put("_pm2_version", daemonVersion);
        return fields;
    }

    private static Map<String, Object> settings(AppConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>(config.attributes());
        fields.keySet().removeAll(List.of("script", "cwd", "interpreter", "interpreter_args", "env", "env_file"));
        fields.put("name", config.name());
        fields.put("namespace", config.namespace());
        fields.put("args", config.args());
        fields.put("instances", config.instances());
        fields.put("exec_mode", InstanceVariables.mode(config));
        fields.put("vizion", false);
        fields.put("autostart", config.autostart());
        fields.put("autorestart", config.restart().autorestart());
        fields.put("watch", !config.watch().paths().isEmpty());
        fields.put("instance_var", config.instanceVar());
        fields.put("pmx", false);
        fields.put("automation", false);
        fields.put("treekill", config.stop().tree());
        fields.put("merge_logs", config.logs().merge());
        fields.put("kill_retry_time", 0);
        // As PM2 has it.
        if (fields.get("stop_exit_codes") instanceof List<?> codes && codes.size() == 1) {
            fields.put("stop_exit_codes", codes.getFirst());
        }
        return fields;
    }

    private static Map<String, Object> paths(AppInstance instance) {
        AppConfig config = instance.app().config();
        LogConfig logs = config.logs();
        int id = instance.pmId();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pm_exec_path", config.script().toString());
        fields.put("pm_cwd", config.cwd().toString());
        fields.put("pm_out_log_path", logs.disabled() ? "/dev/null" : text(logs.out(id), "/dev/null"));
        fields.put("pm_err_log_path", logs.disabled() ? "/dev/null" : text(logs.error(id), "/dev/null"));
        if (logs.combined() != null) {
            fields.put("pm_log_path", logs.combined().toString());
        }
        fields.put("pm_pid_path", text(config.pidFile(id), ""));
        return fields;
    }

    private static Map<String, Object> state(AppInstance instance) {
        AppConfig config = instance.app().config();
        InstanceView view = instance.view();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(config.instanceVar(), instance.number());
        fields.put("unique_id", instance.uniqueId());
        fields.put("status", instance.status());
        fields.put("pm_uptime", view.startedAtMillis());
        ProcessMetrics metrics = instance.app().metrics(instance);
        fields.put("axm_actions", metrics == null ? List.of() : metrics.actions());
        fields.put("axm_monitor", metrics == null ? Map.of() : metrics.monitor());
        fields.put("axm_options", metrics == null ? Map.of() : metrics.options());
        fields.put("axm_dynamic", Map.of());
        fields.put("created_at", instance.createdAtMillis());
        fields.put("pm_id", instance.pmId());
        fields.put("restart_time", view.restarts());
        fields.put("unstable_restarts", view.unstableRestarts());
        fields.put("exit_code", ExitWords.code(view.lastExit()));
        fields.put("prev_restart_delay", 0);
        return fields;
    }

    private static String nodeVersion(AppInstance instance) {
        ProcessMetrics metrics = instance.app().metrics(instance);
        return metrics == null || metrics.nodeVersion() == null ? PackageVersion.UNKNOWN : metrics.nodeVersion();
    }

    private static String text(Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }
}
