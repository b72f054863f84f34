package millrace.cli.manage;

import java.util.List;

/** What {@code describe} says of a process, a row for each. */
enum Detail {
    STATUS("status", "status"),
    NAME("name", "name"),
    NAMESPACE("namespace", "namespace"),
    VERSION("version", "version"),
    RESTARTS("restarts", "restarts"),
    UPTIME("uptime", null),
    PID("pid", "pid"),
    SCRIPT("script path", "script"),
    ARGS("script args", "args"),
    ERROR_LOG("error log path", "error_log"),
    OUT_LOG("out log path", "out_log"),
    LOG("log path", "log"),
    LOG_TROUBLE("logging stopped", "log_trouble"),
    PID_FILE("pid path", "pid_file"),
    INTERPRETER("interpreter", "interpreter"),
    INTERPRETER_ARGS("interpreter args", "interpreter_args"),
    COMMAND("command", "command"),
    ID("script id", "pm_id"),
    CWD("exec cwd", "cwd"),
    MODE("exec mode", "exec_mode"),
    INSTANCES("instances", "instances"),
    SCHEDULING("scheduling", "scheduling"),
    DEPENDS_ON("depends on", "depends_on"),
    WATCHING("watch & reload", null),
    UNSTABLE("unstable restarts", "unstable_restarts"),
    EXIT("last exit", "last_exit"),
    LAST_ERROR("last error", "last_error"),
    HEALTH("health", "health"),
    MEMORY("memory", null),
    CPU("cpu", null),
    MEMORY_LIMIT("memory limit", null),
    KILL_TIMEOUT("kill timeout", "kill_timeout"),
    STOP_SIGNAL("stop signal", "stop_signal"),
    CRON("cron restart", "cron_restart"),
    CREATED("created at", null);

    final String label;
    private final String field;

    Detail(String label, String field) {
        this.label = label;
        this.field = field;
    }

    /** Empty: there is nothing to say. */
    String text(Listed process) {
        return switch (this) {
            case UPTIME -> process.online() ? Amount.duration(process.uptime()) : "0";
            case WATCHING -> process.watching() ? "✔" : "✘";
            case MEMORY -> Amount.bytes(process.number("memory"));
            case CPU -> Amount.percent(process.number("cpu"));
            case MEMORY_LIMIT -> process.number("max_memory") == 0 ? "" : Amount.bytes(process.number("max_memory"));
            case CREATED -> DescribeVerbs.time(process.number("created_at"));
            case KILL_TIMEOUT -> process.text(field, "") + " ms";
            case ARGS, INTERPRETER_ARGS -> words(process.list(field), "N/A");
            case COMMAND, DEPENDS_ON, LOG_TROUBLE -> words(process.list(field), "");
            default -> process.text(field, "");
        };
    }

    private static String words(List<?> words, String otherwise) {
        return words.isEmpty() ? otherwise : String.join(" ", words.stream().map(String::valueOf).toList());
    }
}
