package millrace.gateway.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/**
 * The logs that one configuration names, each once. The files are opened when it is complete and closed when nobody is
 * served by it any more; another configuration that names the same paths has open files of its own.
 */
public final class LogFiles implements Settings<LogFiles> {
    public static final SettingsKey<LogFiles> KEY = SettingsKey.of(LogFiles::new);

    private static final Path INSTALLED = Path.of("/etc/nginx");
    private static final Path SYSTEM_LOGS = Path.of("/var/log/nginx");
    private static final String STANDARD_ERROR = "stderr";

    private final Map<Path, LogFile> files = new LinkedHashMap<>();
    private final List<Syslog> syslogs = new ArrayList<>();
    private final List<OpenLogFiles> caches = new ArrayList<>();
    private final LogFile standardError = LogFile.standardError();
    private LogFile usual;

    private LogFiles() {}

    /** Those of a configuration that is being read or complete. */
    public static LogFiles of(Configuration configuration) {
        return configuration.main().get(KEY);
    }

    /** Where logs are when nothing says it: those of an installed server where the system's are. */
    public static Path usualFolder(Path prefix) {
        return prefix.equals(INSTALLED) ? SYSTEM_LOGS : prefix.resolve("logs");
    }

    @Override
    public void inherit(LogFiles outer) {
        // There is one of these, at the outermost level.
    }

    /**
     * What a directive names: {@code stderr}, {@code syslog:…} or a file.
     *
     * @throws IllegalArgumentException in nginx's words, without the directive's
     */
    LogTarget target(Configuration configuration, String name) {
        if (name.equals(STANDARD_ERROR)) {
            return standardError;
        }
        if (name.startsWith(Syslog.PREFIX)) {
            Syslog syslog = Syslog.parse(name);
            syslogs.add(syslog);
            return syslog;
        }
        return file(configuration.prefixPath(name));
    }

    LogFile file(Path path) {
        return files.computeIfAbsent(path.toAbsolutePath().normalize(), LogFile::new);
    }

    /** Files that are found by their names while requests are served. */
    void add(OpenLogFiles cache) {
        caches.add(cache);
    }

    /** Where errors go for as long as no directive says it: known when the files are opened. */
    LogTarget usual() {
        if (usual == null) {
            usual = LogFile.unnamed();
        }
        return usual;
    }

    /**
     * Opens all of them.
     *
     * @param errorLog where errors go if the configuration does not say it; {@code null} for standard error
     * @param trouble told when lines of an access log are lost
     * @throws IOException of the first that cannot be opened, in nginx's words
     */
    public void open(Path errorLog, Consumer<String> trouble) throws IOException {
        if (usual != null) {
            usual.becomes(errorLog == null ? null : errorLog.toAbsolutePath());
            usual.withFolder().open();
        }
        for (LogFile file : files.values()) {
            file.onTrouble(trouble);
            file.open();
        }
    }

    /**
     * Goes on with the files that have the names now, as after a rotation.
     *
     * @param trouble told what could not be opened; that one goes on as it was
     */
    public void reopen(Consumer<String> trouble) {
        caches.forEach(OpenLogFiles::close);
        for (LogFile file : all()) {
            int result = file.reopen();
            if (result < 0) {
                trouble.accept(file.cannotOpen(result));
            }
        }
    }

    /** After the last line. */
    public void close() {
        caches.forEach(OpenLogFiles::close);
        all().forEach(LogFile::close);
        syslogs.forEach(Syslog::close);
    }

    private List<LogFile> all() {
        List<LogFile> all = new ArrayList<>(files.values());
        if (usual != null) {
            all.add(usual);
        }
        return all;
    }
}
