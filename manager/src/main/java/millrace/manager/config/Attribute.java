package millrace.manager.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import millrace.manager.program.NearestName;

/**
 * What can be said of an app: a row for each attribute, and nowhere else. The documentation is written from these rows.
 * Each name and alias is understood in camelCase too.
 */
enum Attribute {
    SCRIPT(Section.PROGRAM, Kind.PATH, null, "The program: a file, a command found in `PATH`, or a whole command line.",
            "exec", "cmd", "command"),
    NAME(Section.PROGRAM, Kind.TEXT, null, "What to call the app; else the script's name without its extension."),
    NAME_PREFIX(Section.PROGRAM, Kind.TEXT, null, "Put before the name."),
    NAMESPACE(Section.PROGRAM, Kind.TEXT, "default", "A group of apps that commands can name together."),
    CWD(Section.PROGRAM, Kind.PATH, null, "The folder that it runs in; else the one the command was given in."),
    ARGS(Section.PROGRAM, Kind.WORDS, null, "Its arguments."),
    INTERPRETER(Section.PROGRAM, Kind.TEXT, null, "What runs the script, `none` for nothing; else by its extension.",
            "exec_interpreter"),
    INTERPRETER_ARGS(Section.PROGRAM, Kind.WORDS, null, "Arguments of the interpreter.", "node_args"),
    SOURCE_MAP_SUPPORT(Section.PROGRAM, Kind.FLAG, "false",
            "Stack traces of Node name the original sources; on by itself where `script.map` is there."),
    DISABLE_SOURCE_MAP_SUPPORT(Section.PROGRAM, Kind.FLAG, "false", "Not even then."),
    UID(Section.PROGRAM, Kind.TEXT, null, "The user it runs as; only root may say so.", "user", "username"),
    GID(Section.PROGRAM, Kind.TEXT, null, "The group it runs as; only root may say so.", "group"),
    PID_FILE(Section.PROGRAM, Kind.PATH, null, "Where the process's number is written.", "pid"),

    ENV(Section.ENVIRONMENT, Kind.ENVIRONMENT, null,
            "Variables, on top of those of the command's own environment. Objects become JSON."),
    ENV_FILE(Section.ENVIRONMENT, Kind.NAMES, null,
            "`.env` files whose variables come before those of `env`; with `?` at the end one may be missing."),
    FILTER_ENV(Section.ENVIRONMENT, Kind.FLAG_OR_NAMES, "false",
            "`true`: nothing of the command's own environment; names: not the variables that begin so."),
    APPEND_ENV_TO_NAME(Section.ENVIRONMENT, Kind.FLAG, "false", "With `--env production` the name ends in `-production`."),
    PORT(Section.ENVIRONMENT, Kind.TEXT, null, "The variable `PORT`."),
    INSTANCE_VAR(Section.ENVIRONMENT, Kind.TEXT, "NODE_APP_INSTANCE",
            "The variable with the instance's number among the app's."),
    INCREMENT_VAR(Section.ENVIRONMENT, Kind.TEXT, null,
            "A variable whose number is one higher in each further instance."),

    INSTANCES(Section.INSTANCES, Kind.INSTANCES, "1",
            "How many; `max` or 0: one on each core; negative: so many cores left free."),
    EXEC_MODE(Section.INSTANCES, Kind.MODE, null,
            "`cluster`: instances share ports by Node's protocol; else so if `instances` is given and Node or Java runs it."),
    SCHEDULING(Section.INSTANCES, Kind.SCHEDULING, "round-robin",
            "Who gets a connection on a shared port: `round-robin`, `least-connections`, `sticky` by address, `shared`, `gateway`."),
    LISTEN(Section.INSTANCES, Kind.ADDRESS, null,
            "A socket that programs without Node's protocol share: they inherit it as descriptor 3, with `LISTEN_FDS`."),
    RELOAD_PARALLEL(Section.INSTANCES, Kind.COUNT, "1", "So many instances are replaced at a time.", "parallel"),
    DEPENDS_ON(Section.INSTANCES, Kind.NAMES, null, "Names of apps that have to be ready before this one starts."),
    AUTOSTART(Section.INSTANCES, Kind.FLAG, "true", "Whether starting the file starts it, or only enters it in the list."),

    AUTORESTART(Section.RESTARTS, Kind.FLAG, "true", "Whether it is started again when it ends."),
    MIN_UPTIME(Section.RESTARTS, Kind.MILLIS, "1000", "An end before that is an unstable one."),
    MAX_RESTARTS(Section.RESTARTS, Kind.COUNT, "16", "So many unstable ends in a row, and it is left as `errored`."),
    RESTART_DELAY(Section.RESTARTS, Kind.MILLIS, "0", "How long to wait before each restart."),
    EXP_BACKOFF_RESTART_DELAY(Section.RESTARTS, Kind.MILLIS, "0",
            "The same, growing by half with each restart up to 15 s, until it has run for 30 s."),
    STOP_EXIT_CODES(Section.RESTARTS, Kind.CODES, null, "Exit codes with which it is not restarted."),
    HEAL_AFTER(Section.RESTARTS, Kind.MILLIS, "0", "An `errored` app is tried again after that; 0: never."),
    CRON_RESTART(Section.RESTARTS, Kind.CRON, null, "When to restart it regardless, as `0 3 * * *`; 0: never.", "cron"),
    MAX_MEMORY_RESTART(Section.RESTARTS, Kind.BYTES, "0",
            "When its processes hold more memory together, it is reloaded; 0: never."),

    WAIT_READY(Section.READY, Kind.FLAG, "false", "It counts as ready when it says so, not when it listens."),
    LISTEN_TIMEOUT(Section.READY, Kind.MILLIS, "3000", "How long it may take to be ready."),
    HEALTH(Section.READY, Kind.HEALTH, null,
            "What is probed: an `http://` URL, `tcp://host:port` or a command; or an object of `http`, `tcp` or `command`,"
                    + " and `interval`, `timeout`, `failures`, `grace`."),
    STOP_SIGNAL(Section.READY, Kind.SIGNAL, "SIGINT", "What it is asked to stop with.", "kill_signal"),
    KILL_TIMEOUT(Section.READY, Kind.MILLIS, "1600", "How long it may take to stop before it is killed."),
    TREEKILL(Section.READY, Kind.FLAG, "true", "Processes that it started are stopped with it."),
    SHUTDOWN_WITH_MESSAGE(Section.READY, Kind.FLAG, "false", "It is asked by the message `shutdown`, not by a signal."),

    OUT_FILE(Section.LOGS, Kind.PATH, null, "Its standard output; `/dev/null` or `NULL`: nowhere.",
            "out", "output", "out_log"),
    ERROR_FILE(Section.LOGS, Kind.PATH, null, "Its standard error; `/dev/null` or `NULL`: nowhere.",
            "error", "err", "err_file", "err_log"),
    LOG_FILE(Section.LOGS, Kind.PATH_OR_FLAG, null, "Both in one more file; `true`: `name.log` beside the others.", "log"),
    MERGE_LOGS(Section.LOGS, Kind.FLAG, null,
            "Instances write into the same files, else each into its own (`name-out-0.log`); true where `instances` is not given.",
            "combine_logs"),
    DISABLE_LOGS(Section.LOGS, Kind.FLAG, "false", "No files at all."),
    LOG_TYPE(Section.LOGS, Kind.TEXT, null, "`json`: each line an object."),
    LOG_DATE_FORMAT(Section.LOGS, Kind.TEXT, null, "A time before each line, as `YYYY-MM-DD HH:mm:ss.SSS Z`."),
    TIME(Section.LOGS, Kind.FLAG, "false", "The same as `YYYY-MM-DDTHH:mm:ss`, and before `log_date_format`."),
    ROTATE_SIZE(Section.LOGS, Kind.BYTES, "0", "A larger file is put aside; 0: whatever its size."),
    ROTATE_EVERY(Section.LOGS, Kind.PERIOD, null, "A file is put aside every `hour`, `day`, `week` or `month`."),
    ROTATE_KEEP(Section.LOGS, Kind.COUNT, "30", "So many files that were put aside are kept."),
    ROTATE_COMPRESS(Section.LOGS, Kind.FLAG, "false", "They are compressed."),

    WATCH(Section.WATCH, Kind.FLAG_OR_NAMES, "false", "Restarts when a file in `cwd`, or in these paths, changes."),
    IGNORE_WATCH(Section.WATCH, Kind.NAMES, null,
            "Patterns of files that do not count; else those whose names begin with a dot, and `node_modules`."),
    WATCH_DELAY(Section.WATCH, Kind.MILLIS, "0", "Changes within that are one."),

    WATCH_OPTIONS(Section.INERT, Kind.ANY, null, "Of PM2's watcher."),
    KILL_RETRY_TIME(Section.INERT, Kind.ANY, null, "Ends are seen at once, not by looking again."),
    FORCE(Section.INERT, Kind.ANY, null, "Say `--force` to the command."),
    EXECUTE_COMMAND(Section.INERT, Kind.ANY, null, "Left out."),
    WRITE(Section.INERT, Kind.ANY, null, "Left out."),
    VIZION(Section.INERT, Kind.ANY, null, "Versions of the source are not looked for."),
    PMX(Section.INERT, Kind.ANY, null, "Nothing is put into the app."),
    AUTOMATION(Section.INERT, Kind.ANY, null, "Nothing is put into the app."),
    TRACE(Section.INERT, Kind.ANY, null, "Of PM2's own service.", "disable_trace"),
    V8(Section.INERT, Kind.ANY, null, "Of PM2's own service."),
    EVENT_LOOP_INSPECTOR(Section.INERT, Kind.ANY, null, "Of PM2's own service."),
    DEEP_MONITORING(Section.INERT, Kind.ANY, null, "Of PM2's own service."),
    IO(Section.INERT, Kind.ANY, null, "Of PM2's own service."),
    POST_UPDATE(Section.INERT, Kind.ANY, null, "Of `pull`, which is left out."),
    INSTALL_URL(Section.INERT, Kind.ANY, null, "Of PM2's modules."),
    WINDOWS_HIDE(Section.INERT, Kind.ANY, null, "There are no windows here.");

    /** The parts of the documentation. */
    enum Section {
        PROGRAM("The program"),
        ENVIRONMENT("Its environment"),
        INSTANCES("Instances and order"),
        RESTARTS("Restarts"),
        READY("Ready, healthy, stopped"),
        LOGS("Logs"),
        WATCH("Watching files"),
        INERT("Of PM2, without effect here");

        final String title;

        Section(String title) {
            this.title = title;
        }
    }

    /** Begins the variables that are added with {@code --env}. */
    static final String ENV_PREFIX = "env_";

    private static final Map<String, Attribute> BY_NAME = new HashMap<>();

    static {
        for (Attribute attribute : values()) {
            for (String name : attribute.names()) {
                BY_NAME.put(name, attribute);
                BY_NAME.put(camelCase(name), attribute);
            }
        }
    }

    private final Section section;
    private final Kind kind;
    private final String byDefault;
    private final String says;
    private final List<String> aliases;

    Attribute(Section section, Kind kind, String byDefault, String says, String... aliases) {
        this.section = section;
        this.kind = kind;
        this.byDefault = byDefault;
        this.says = says;
        this.aliases = List.of(aliases);
    }

    /** The canonical name, in snake_case. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    Section section() {
        return section;
    }

    /** What it is when it is not given, as a user would write it; {@code null}: nothing, or it depends. */
    String byDefault() {
        return byDefault;
    }

    String says() {
        return says;
    }

    List<String> aliases() {
        return aliases;
    }

    Kind kind() {
        return kind;
    }

    /** Understood so that process files of PM2 need no change, and without effect. */
    boolean inert() {
        return section == Section.INERT;
    }

    /** The canonical name, and the aliases. */
    List<String> names() {
        List<String> names = new ArrayList<>(aliases);
        names.add(key());
        return names;
    }

    static Optional<Attribute> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The names that may have been meant by one that is none: aliases in the form that the user writes. */
    static Optional<String> nearest(String name) {
        boolean camel = !name.equals(name.toLowerCase(Locale.ROOT)) && !name.contains("_");
        return NearestName.among(
                Arrays.stream(values())
                        .flatMap(attribute -> attribute.names().stream())
                        .map(known -> camel ? camelCase(known) : known)
                        .toList(),
                name);
    }

    static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean after = i > 0 && name.charAt(i - 1) == '_';
            if (name.charAt(i) != '_') {
                camel.append(after ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
            }
        }
        return camel.toString();
    }
}
