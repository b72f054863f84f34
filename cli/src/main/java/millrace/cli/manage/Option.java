package millrace.cli.manage;

import static millrace.cli.manage.Take.MAYBE;
import static millrace.cli.manage.Take.NOTHING;
import static millrace.cli.manage.Take.NUMBERS;
import static millrace.cli.manage.Take.VALUE;
import static millrace.cli.manage.Topic.APP;
import static millrace.cli.manage.Topic.EVERY;
import static millrace.cli.manage.Topic.LIST;
import static millrace.cli.manage.Topic.LOGS;
import static millrace.cli.manage.Topic.RUNTIME;
import static millrace.cli.manage.Topic.SERVE;
import static millrace.cli.manage.Topic.STARTUP;

import java.util.Locale;

/**
 * The options, a row for each. Parsing, help, completion and suggestions come from these rows. The long name is the
 * row's own, {@code --no-autorestart} for {@link #NO_AUTORESTART}.
 */
enum Option {
    NAME('n', VALUE, "NAME", "name", APP, "What to call the app; else the script's name without its extension."),
    INSTANCES('i', VALUE, "N|max", "instances", APP, "How many; max or 0: one a core; -1: one core is left free."),
    NAMESPACE(VALUE, "NAME", "namespace", APP, "A group of apps that commands can name together."),
    CWD(VALUE, "FOLDER", "cwd", APP, "The folder that the app runs in, and that the script is looked for in."),
    INTERPRETER(VALUE, "PROGRAM", "interpreter", APP, "What runs the script; none for nothing. Else by its extension."),
    INTERPRETER_ARGS(VALUE, "ARGS", "interpreter_args", APP, "Arguments of the interpreter, in one word."),
    NODE_ARGS(VALUE, "ARGS", "interpreter_args", APP, "The same."),
    EXECUTE_COMMAND('x', NOTHING, null, "execute_command", APP, "Understood; every program can be run anyway."),
    SCHEDULING(VALUE, "HOW", "scheduling", APP, "round-robin, least-connections, shared, sticky or gateway."),
    LISTEN(VALUE, "ADDRESS", "listen", APP, "A socket that programs without Node's protocol share as LISTEN_FDS: 8000"),
    WATCH(MAYBE, "PATHS", "watch", APP, "Restarts when a file changes, in the app's folder or in these paths."),
    IGNORE_WATCH(VALUE, "PATTERNS", "ignore_watch", APP, "Files whose changes do not count."),
    WATCH_DELAY(VALUE, "TIME", "watch_delay", APP, "Changes within that time are one."),
    EXT(VALUE, "EXTENSIONS", null, EVERY, null),
    MAX_MEMORY_RESTART(VALUE, "SIZE", "max_memory_restart", APP, "Reloads the app when it holds more: 300M"),
    CRON_RESTART('c', VALUE, "PATTERN", "cron_restart", APP, "Restarts at these times: '0 3 * * *'; 0: never."),
    CRON(VALUE, "PATTERN", "cron_restart", APP, "The same."),
    MAX_RESTARTS(VALUE, "N", "max_restarts", APP, "So many unstable ends in a row, and it is left as errored."),
    MIN_UPTIME(VALUE, "TIME", "min_uptime", APP, "An end before that is an unstable one."),
    RESTART_DELAY(VALUE, "MS", "restart_delay", APP, "How long to wait before each restart."),
    EXP_BACKOFF_RESTART_DELAY(VALUE, "MS", "exp_backoff_restart_delay", APP, "The same, growing with each restart."),
    STOP_EXIT_CODES(NUMBERS, "CODES", "stop_exit_codes", APP, "Exit codes with which it is not restarted."),
    HEAL_AFTER(VALUE, "TIME", "heal_after", APP, "An errored app is tried again after that."),
    NO_AUTORESTART(NOTHING, null, "autorestart", APP, "Does not start it again when it ends."),
    NO_AUTOSTART(NOTHING, null, "autostart", APP, "Only enters it in the list."),
    WAIT_READY(NOTHING, null, "wait_ready", APP, "It counts as ready when it says so, not when it listens."),
    LISTEN_TIMEOUT(VALUE, "MS", "listen_timeout", APP, "How long it may take to be ready."),
    HEALTH(VALUE, "PROBE", "health", APP, "http://… or tcp://host:port or a command: restarts an app that hangs."),
    KILL_TIMEOUT('k', VALUE, "MS", "kill_timeout", APP, "How long it may take to stop before it is killed."),
    STOP_SIGNAL(VALUE, "SIGNAL", "stop_signal", APP, "What it is asked to stop with. Default: SIGINT."),
    SHUTDOWN_WITH_MESSAGE(NOTHING, null, "shutdown_with_message", APP, "It is asked by a message, not by a signal."),
    NO_TREEKILL(NOTHING, null, "treekill", APP, "Stops only the process itself, not those that it started."),
    OUTPUT('o', VALUE, "FILE", "out_file", APP, "The file for standard output."),
    ERROR('e', VALUE, "FILE", "error_file", APP, "The file for standard error."),
    LOG('l', MAYBE, "FILE", "log_file", APP, "One more file, for both."),
    LOG_TYPE(VALUE, "json", "log_type", APP, "Each line of the log files is an object."),
    LOG_DATE_FORMAT(VALUE, "FORMAT", "log_date_format", APP, "A time before each line: 'YYYY-MM-DD HH:mm:ss'"),
    TIME(NOTHING, null, "time", APP, "The same, in the usual format."),
    MERGE_LOGS(NOTHING, null, "merge_logs", APP, "Instances share their log files."),
    DISABLE_LOGS(NOTHING, null, "disable_logs", APP, "No log files."),
    PID('p', VALUE, "FILE", "pid_file", APP, "Where the process's number is written."),
    UID(VALUE, "USER", "uid", APP, "The user that the app runs as; for root."),
    GID(VALUE, "GROUP", "gid", APP, "The group that the app runs as; for root."),
    FILTER_ENV(MAYBE, "PREFIXES", "filter_env", APP, "Variables of this shell that the app does not get."),
    ENV_FILE(VALUE, "FILE", "env_file", APP, "More variables for the app."),
    SOURCE_MAP_SUPPORT(NOTHING, null, "source_map_support", APP, "Node names original sources in stack traces."),
    DISABLE_SOURCE_MAP_SUPPORT(NOTHING, null, "disable_source_map_support", APP, "Not even where it would by itself."),

    ENV(VALUE, "NAME", null, EVERY, "Adds the variables of env_NAME in the process file."),
    ONLY(VALUE, "NAMES", null, EVERY, "Of a process file, only these apps: api,worker"),
    UPDATE_ENV('a', NOTHING, null, null, EVERY, "restart, reload: with the variables of this shell."),
    FORCE('f', NOTHING, null, null, EVERY, "start: even if it is in the list already; save: even an empty list."),
    PARALLEL(VALUE, "N", "parallel", EVERY, "restart, reload: so many instances at a time."),
    ATTACH(NOTHING, null, null, EVERY, "Shows the logs afterwards, until Ctrl-C."),
    NO_DAEMON(NOTHING, null, null, EVERY, "Stays, shows the logs; on Ctrl-C the daemon ends that it started."),
    SILENT('s', NOTHING, null, null, EVERY, "Says nothing but errors."),
    NO_COLOR(NOTHING, null, null, EVERY, "No colours. The variable NO_COLOR does the same."),
    MINI_LIST('m', NOTHING, null, null, LIST, "Lists without boxes."),
    SORT(VALUE, "FIELD[:desc]", null, LIST, "By name, id, pid, cpu, memory, uptime, status or namespace."),
    JSON(NOTHING, null, null, LIST, "JSON, without environments."),

    LINES(VALUE, "N", null, LOGS, "So many last lines first. Default: 15."),
    RAW(NOTHING, null, null, LOGS, "Lines as the app wrote them."),
    FORMAT(NOTHING, null, null, LOGS, "timestamp=… app=… id=… type=… message=…"),
    ERR(NOTHING, null, null, LOGS, "Standard error only."),
    OUT(NOTHING, null, null, LOGS, "Standard output only."),
    TIMESTAMP(MAYBE, "FORMAT", null, LOGS, "A time before each line."),
    NOSTREAM(NOTHING, null, null, LOGS, "Only the last lines."),
    HIGHLIGHT(VALUE, "TEXT", null, LOGS, "Marks it where it occurs."),

    FORMATTED(NOTHING, null, null, RUNTIME, "Lines behind their app's name; they are anyway."),
    NO_AUTO_EXIT(NOTHING, null, null, RUNTIME, "Stays when no app runs any more."),
    DELAY(VALUE, "SECONDS", null, RUNTIME, "Waits before the apps are started."),
    POLLER(VALUE, "NAME", null, RUNTIME, "How events are waited for: select, poll, epoll, epoll-et. Default: epoll."),

    PORT(VALUE, "PORT", null, SERVE, "Default: 8080."),
    SPA(NOTHING, null, null, SERVE, "index.html for every path that is no file."),
    BASIC_AUTH_USERNAME(VALUE, "NAME", null, SERVE, "Asks for this name,"),
    BASIC_AUTH_PASSWORD(VALUE, "WORD", null, SERVE, "and this password."),

    USER('u', VALUE, "USER", null, STARTUP, "The user that the apps belong to."),
    HP(VALUE, "FOLDER", null, STARTUP, "That user's home folder."),
    SERVICE_NAME(VALUE, "NAME", null, STARTUP, "What to call the service."),
    WAIT_IP(NOTHING, null, null, STARTUP, "Waits for the network to be there altogether."),
    DRY_RUN(NOTHING, null, null, STARTUP, "Prints what would be written."),

    WRITE('w', NOTHING, null, null, EVERY, null),
    NO_VIZION(NOTHING, null, null, EVERY, null),
    NO_PMX(NOTHING, null, null, EVERY, null),
    NO_AUTOMATION(NOTHING, null, null, EVERY, null),
    TRACE(NOTHING, null, null, EVERY, null),
    DISABLE_TRACE(NOTHING, null, null, EVERY, null),
    V8(NOTHING, null, null, EVERY, null),
    EVENT_LOOP_INSPECTOR(NOTHING, null, null, EVERY, null),
    DEEP_MONITORING(NOTHING, null, null, EVERY, null),
    HELP('h', NOTHING, null, null, EVERY, "Says what the command takes.");

    /** 0: none. */
    final char letter;

    final Take take;
    /** What to call the value in help. */
    final String value;
    /** The app's attribute that it sets, by its canonical name; {@code null}: none. */
    final String attribute;

    final Topic topic;
    /** {@code null}: of PM2, understood and without effect here. */
    final String says;

    Option(char letter, Take take, String value, String attribute, Topic topic, String says) {
        this.letter = letter;
        this.take = take;
        this.value = value;
        this.attribute = attribute;
        this.topic = topic;
        this.says = says;
    }

    Option(Take take, String value, String attribute, Topic topic, String says) {
        this((char) 0, take, value, attribute, topic, says);
    }

    /** As it is written. */
    String word() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code --no-x} sets x to false. */
    boolean negative() {
        return name().startsWith("NO_");
    }

    /** Whether it may stand beside this verb. */
    boolean suits(Verb verb) {
        boolean form = this == RAW || this == FORMAT || this == TIMESTAMP;
        return form && verb == Verb.RUNTIME || topic == APP || topic == EVERY || topic == LIST || verb.topics.contains(topic);
    }

    /**
     * Whether the next word is the value of an option that may have one. A word before which nothing has been named yet
     * is more likely what the command is about: {@code start --watch app.js}.
     */
    boolean takes(String next, boolean named) {
        return switch (take) {
            case NOTHING -> false;
            case VALUE -> true;
            case MAYBE -> named && !next.startsWith("-");
            case NUMBERS -> !next.isEmpty() && next.chars().allMatch(Character::isDigit);
        };
    }

    static Option ofWord(String word) {
        for (Option option : values()) {
            if (option.word().equals(word)) {
                return option;
            }
        }
        return switch (word) {
            case "--no-colors" -> NO_COLOR;
            default -> null;
        };
    }

    static Option ofLetter(char letter) {
        for (Option option : values()) {
            if (option.letter == letter) {
                return option;
            }
        }
        return null;
    }
}
