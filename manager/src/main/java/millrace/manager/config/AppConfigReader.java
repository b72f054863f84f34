package millrace.manager.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.cluster.Scheduling;
import millrace.manager.Home;

/** Makes of one app's attributes its {@link AppConfig}, group by group. */
record AppConfigReader(Attributes given, Home home) {
    private static final String TIME_FORMAT = "YYYY-MM-DDTHH:mm:ss";
    /** A pattern without a slash is a name at any depth. */
    private static final List<String> IGNORED = List.of(".*", "node_modules");

    private static final Set<String> NODE = Set.of("js", "mjs", "cjs", "ts", "mts", "cts", "tsx");
    private static final Set<String> JAVA = Set.of("java", "jar");

    AppConfig read() throws ConfigException {
        if (!given.has(Attribute.SCRIPT) || given.text(Attribute.SCRIPT).isBlank()) {
            throw new ConfigException("an app needs a \"script\"");
        }
        Path script = Attributes.path(Attribute.SCRIPT, given.text(Attribute.SCRIPT));
        String name = shown(given.has(Attribute.NAME) ? given.text(Attribute.NAME) : bareName(script));
        Path cwd = Attributes.path(Attribute.CWD, given.has(Attribute.CWD) ? given.text(Attribute.CWD) : "")
                .toAbsolutePath();
        Mode mode = mode(script);
        return new AppConfig(
                name,
                shown(given.text(Attribute.NAMESPACE)),
                script,
                given.names(Attribute.ARGS),
                given.text(Attribute.INTERPRETER),
                interpreterArgs(script),
                cwd,
                mode,
                instances(Runtime.getRuntime().availableProcessors()),
                Scheduling.of(given.text(Attribute.SCHEDULING)),
                new Readiness(given.flag(Attribute.WAIT_READY), given.number(Attribute.LISTEN_TIMEOUT)),
                given.variables(Attribute.ENV.key()),
                given.text(Attribute.INSTANCE_VAR),
                given.text(Attribute.INCREMENT_VAR),
                restart(),
                stop(),
                logs(name, mode),
                watch(cwd),
                Health.of((Map<?, ?>) given.values().get(Attribute.HEALTH.key())),
                given.number(Attribute.MAX_MEMORY_RESTART),
                given.names(Attribute.DEPENDS_ON),
                given.text(Attribute.UID),
                given.text(Attribute.GID),
                given.file(Attribute.PID_FILE, home.pids().resolve(fileName(name) + ".pid")),
                given.flag(Attribute.AUTOSTART),
                given.values());
    }

    /** A name that lists show, which shall not steer the terminal. */
    private static String shown(String name) throws ConfigException {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigException("a name or namespace has no control characters in it");
        }
        return name;
    }

    /** The script's name without its extension. */
    static String bareName(Path script) {
        String name = String.valueOf(script.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** A name as part of a file's name, as PM2 writes it. */
    private static String fileName(String name) {
        return name.replaceAll("[^a-zA-Z0-9.-]", "-");
    }

    private static String extension(Path script) {
        String name = String.valueOf(script.getFileName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private Mode mode(Path script) throws ConfigException {
        if (given.has(Attribute.EXEC_MODE)) {
            return given.text(Attribute.EXEC_MODE).equals("cluster") ? Mode.CLUSTER : Mode.FORK;
        }
        boolean speaks = node(script) || runBy("java", JAVA, script);
        return given.has(Attribute.INSTANCES) && speaks ? Mode.CLUSTER : Mode.FORK;
    }

    private boolean node(Path script) throws ConfigException {
        return runBy("node", NODE, script);
    }

    private boolean runBy(String interpreter, Set<String> extensions, Path script) throws ConfigException {
        String named = given.text(Attribute.INTERPRETER);
        return named == null
                ? extensions.contains(extension(script))
                : named.substring(named.lastIndexOf('/') + 1).replaceFirst("@.*", "").equals(interpreter);
    }

    private List<String> interpreterArgs(Path script) throws ConfigException {
        List<String> args = new ArrayList<>(given.names(Attribute.INTERPRETER_ARGS));
        boolean maps = given.flag(Attribute.SOURCE_MAP_SUPPORT) && !given.flag(Attribute.DISABLE_SOURCE_MAP_SUPPORT);
        if (maps && node(script) && !args.contains("--enable-source-maps")) {
            args.add("--enable-source-maps");
        }
        return args;
    }

    private int instances(int cores) throws ConfigException {
        Object wish = given.values().get(Attribute.INSTANCES.key());
        int number = wish == null ? 1 : wish instanceof Integer count ? count : 0;
        return number > 0 ? number : Math.max(1, cores + number);
    }

    private RestartConfig restart() throws ConfigException {
        Set<Integer> codes = new LinkedHashSet<>();
        for (String code : given.names(Attribute.STOP_EXIT_CODES)) {
            codes.add(Integer.valueOf(code));
        }
        String cron = given.text(Attribute.CRON_RESTART);
        return new RestartConfig(
                given.flag(Attribute.AUTORESTART),
                given.number(Attribute.MIN_UPTIME),
                (int) given.number(Attribute.MAX_RESTARTS),
                given.number(Attribute.RESTART_DELAY),
                given.number(Attribute.EXP_BACKOFF_RESTART_DELAY),
                codes,
                given.number(Attribute.HEAL_AFTER),
                "0".equals(cron) ? null : cron);
    }

    private StopConfig stop() throws ConfigException {
        return new StopConfig(
                given.text(Attribute.STOP_SIGNAL),
                given.number(Attribute.KILL_TIMEOUT),
                given.flag(Attribute.TREEKILL),
                given.flag(Attribute.SHUTDOWN_WITH_MESSAGE));
    }

    private LogConfig logs(String name, Mode mode) throws ConfigException {
        Path usual = home.logs().resolve(fileName(name));
        boolean merge = given.has(Attribute.MERGE_LOGS)
                ? given.flag(Attribute.MERGE_LOGS)
                : mode == Mode.FORK && !given.has(Attribute.INSTANCES);
        Object combined = given.values().get(Attribute.LOG_FILE.key());
        return new LogConfig(
                given.file(Attribute.OUT_FILE, usual.resolveSibling(usual.getFileName() + "-out.log")),
                given.file(Attribute.ERROR_FILE, usual.resolveSibling(usual.getFileName() + "-error.log")),
                combined instanceof String
                        ? given.file(Attribute.LOG_FILE, null)
                        : Boolean.TRUE.equals(combined) ? usual.resolveSibling(usual.getFileName() + ".log") : null,
                given.flag(Attribute.DISABLE_LOGS),
                merge,
                given.flag(Attribute.TIME) ? TIME_FORMAT : given.text(Attribute.LOG_DATE_FORMAT),
                "json".equals(given.text(Attribute.LOG_TYPE)),
                given.number(Attribute.ROTATE_SIZE),
                given.text(Attribute.ROTATE_EVERY),
                (int) given.number(Attribute.ROTATE_KEEP),
                given.flag(Attribute.ROTATE_COMPRESS));
    }

    private WatchConfig watch(Path cwd) throws ConfigException {
        List<Path> paths = new ArrayList<>();
        if (given.flag(Attribute.WATCH)) {
            paths.add(cwd);
        }
        for (String name : given.names(Attribute.WATCH)) {
            paths.add(cwd.resolve(Attributes.path(Attribute.WATCH, name)).normalize());
        }
        return new WatchConfig(
                paths,
                given.has(Attribute.IGNORE_WATCH) ? given.names(Attribute.IGNORE_WATCH) : IGNORED,
                given.number(Attribute.WATCH_DELAY));
    }
}
