package millrace.manager.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cluster.InstanceView;
import millrace.cluster.Worker;
import millrace.cluster.WorkerReport;
import millrace.manager.config.AppConfig;
import millrace.manager.config.Mode;
import millrace.manager.config.RestartConfig;
import millrace.manager.log.LogFiles;
import millrace.manager.log.LogPaths;
import millrace.manager.metrics.ProcessMetrics;
import millrace.manager.usage.Usage;

/**
 * An instance as {@code list} and {@code describe} show it: fields with names of their own, and never a value of its
 * environment. Times are milliseconds since the epoch, sizes bytes.
 */
public final class Listing {
    private Listing() {}

    /** A row of the list. */
    public static Map<String, Object> row(AppInstance instance) {
        AppConfig config = instance.app().config();
        InstanceView view = instance.view();
        Usage usage = instance.usage();
        List<Usage> history = instance.usageHistory();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("pm_id", instance.pmId());
        row.put("name", config.name());
        row.put("namespace", config.namespace());
        row.put("version", instance.app().version());
        row.put("mode", config.mode() == Mode.CLUSTER ? "cluster" : "fork");
        row.put("pid", instance.pid());
        row.put("status", instance.status());
        row.put("started_at", view.startedAtMillis());
        row.put("created_at", instance.createdAtMillis());
        row.put("restarts", view.restarts());
        row.put("unstable_restarts", view.unstableRestarts());
        row.put("exit_code", ExitWords.code(view.lastExit()));
        row.put("last_exit", view.lastExit() == null ? null : ExitWords.of(view.lastExit()));
        row.put("cpu", usage.cpuPercent());
        row.put("memory", usage.memoryBytes());
        row.put("cpu_history", history.stream().map(Usage::cpuPercent).toList());
        row.put("memory_history", history.stream().map(Usage::memoryBytes).toList());
        row.put("user", instance.app().user());
        row.put("watching", !config.watch().paths().isEmpty());
        if (view.worker() != null) {
            traffic(row, instance, view.worker());
        }
        return row;
    }

    /** What the primary knows of a worker, and the worker of itself. */
    private static void traffic(Map<String, Object> row, AppInstance instance, Worker worker) {
        if (worker.openConnections() >= 0) {
            row.put("connections", worker.openConnections());
        }
        WorkerReport report = worker.report();
        if (report != null) {
            row.put("requests", report.requests());
            row.put("requests_per_second", instance.requestsPerSecond(report.requests()));
            row.put("active", report.active());
            row.put("loop_delay", report.loopDelayMillis());
        }
    }

    private static Map<String, Object> counters(Worker worker) {
        Map<String, Object> counters = new LinkedHashMap<>();
        if (worker != null) {
            counters.put("connections accepted", worker.connections());
            counters.put("connections under way", worker.connectionsUnderWay());
            if (worker.openConnections() >= 0) {
                counters.put("connections open", worker.openConnections());
            }
            if (worker.report() != null) {
                counters.put("requests", worker.report().requests());
                counters.put("requests active", worker.report().active());
                counters.put("loop delay p99 (ms)", worker.report().loopDelayMillis());
            }
        }
        return counters;
    }

    /** All there is to say of it. */
    public static Map<String, Object> description(AppInstance instance) {
        AppConfig config = instance.app().config();
        Map<String, Object> fields = row(instance);
        fields.put("instance", instance.number());
        fields.put("script", config.script().toString());
        fields.put("args", config.args());
        fields.put("interpreter", interpreter(instance.app()));
        fields.put("interpreter_args", config.interpreterArgs());
        fields.put("command", instance.app().program().command());
        fields.put("cwd", config.cwd().toString());
        fields.put("exec_mode", InstanceVariables.mode(config));
        fields.put("instances", instance.app().instances().size());
        fields.put("scheduling", config.scheduling().toString());
        fields.put("depends_on", config.dependsOn());
        fields.put("env_names", config.environment().keySet().stream().sorted().toList());
        logs(fields, instance);
        fields.put("pid_file", text(config.pidFile(instance.pmId())));
        policies(fields, config);
        fields.put("last_error", instance.lastError());
        fields.put("counters", counters(instance.view().worker()));
        fields.put("cron_due", instance.app().cronDue() == null ? null : instance.app().cronDue().toInstant().toEpochMilli());
        ProcessMetrics metrics = instance.app().metrics(instance);
        fields.put("metrics", metrics == null ? Map.of() : metrics.monitor());
        fields.put("actions", metrics == null ? List.of() : metrics.actions());
        return fields;
    }

    private static void logs(Map<String, Object> fields, AppInstance instance) {
        LogPaths paths = LogPaths.of(instance.app().config().logs(), instance.pmId());
        fields.put("out_log", text(paths.out()));
        fields.put("error_log", text(paths.error()));
        fields.put("log", text(paths.combined()));
        LogFiles files = instance.app().apps().logFiles();
        List<String> troubles = new ArrayList<>();
        for (Path path : paths.all()) {
            if (files.failure(path) != null) {
                troubles.add(path + ": " + files.failure(path));
            }
        }
        fields.put("log_trouble", troubles);
    }

    private static void policies(Map<String, Object> fields, AppConfig config) {
        RestartConfig restart = config.restart();
        fields.put("autorestart", restart.autorestart());
        fields.put("min_uptime", restart.minUptimeMillis());
        fields.put("max_restarts", restart.maxRestarts());
        fields.put("cron_restart", restart.cron());
        fields.put("max_memory", config.maxMemoryBytes());
        fields.put("kill_timeout", config.stop().killTimeoutMillis());
        fields.put("stop_signal", config.stop().signal());
        fields.put("wait_ready", config.ready().waitReady());
        fields.put("listen_timeout", config.ready().listenTimeoutMillis());
        fields.put("watch_paths", config.watch().paths().stream().map(Object::toString).toList());
        fields.put("health", config.health() == null ? null : config.health().target());
    }

    /** PM2's word: a program's name, {@code none} for what runs by itself. */
    static String interpreter(App app) {
        String wish = app.config().interpreter();
        if (wish != null) {
            return wish;
        }
        String program = app.program().command().getFirst();
        boolean itself = program.equals(app.config().script().toString());
        return itself ? "none" : program.substring(program.lastIndexOf('/') + 1);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
