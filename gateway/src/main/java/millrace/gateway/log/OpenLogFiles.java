package millrace.gateway.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.os.Errno;
import millrace.os.ErrorText;

/**
 * The files of access logs whose names depend on the request, shared by the loops: opened for a line and closed, or kept open
 * within the limits of {@code open_log_file_cache}, the least recently used going first.
 */
final class OpenLogFiles {
    private static final long MILLION = 1_000_000L;

    /** Keeps none. */
    static final OpenLogFiles NONE = new OpenLogFiles(0, 0, 0, 1);

    private final int max;
    private final long inactiveNanos;
    private final long validNanos;
    private final int minUses;

    /**
     * @param max files; 0 keeps none
     * @param inactiveNanos without a line, after which a file is closed
     * @param validNanos after which it is opened anew, in case it was moved
     * @param minUses before it is kept open
     */
    private OpenLogFiles(int max, long inactiveNanos, long validNanos, int minUses) {
        this.max = max;
        this.inactiveNanos = inactiveNanos;
        this.validNanos = validNanos;
        this.minUses = minUses;
    }

    /** {@code open_log_file_cache}. */
    static void read(Scope scope, Statement statement) throws ConfigException {
        AccessLogSettings settings = scope.get(AccessLogSettings.KEY);
        if (statement.args().equals(List.of("off"))) {
            settings.openFiles = NONE;
            return;
        }
        int max = 0;
        long inactive = 10_000;
        long valid = 60_000;
        int uses = 1;
        for (String parameter : statement.args()) {
            String value = parameter.substring(parameter.indexOf('=') + 1);
            switch (parameter.substring(0, parameter.length() - value.length())) {
                case "max=" -> max = Values.number(statement, value);
                case "inactive=" -> inactive = Values.millis(statement, value);
                case "valid=" -> valid = Values.millis(statement, value);
                case "min_uses=" -> uses = Values.number(statement, value);
                default ->
                    throw statement.error(
                            "invalid parameter \"" + parameter + "\"", "max=, inactive=, valid=, min_uses= or off");
            }
        }
        if (max == 0) {
            throw statement.error("\"open_log_file_cache\" must have \"max\" parameter");
        }
        settings.openFiles = new OpenLogFiles(max, inactive * MILLION, valid * MILLION, uses);
        LogFiles.of(scope.configuration()).add(settings.openFiles);
    }

    private static final class Entry {
        LogFile file;
        int uses;
        long usedNanos;
        long openedNanos;
    }

    /** Least recently used first. */
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Appends a line.
     *
     * @param name of the file, a character for each octet, relative to the prefix
     * @throws IOException when the file cannot be opened
     */
    synchronized void write(Path prefix, String name, byte[] bytes, int length, long nowNanos)
            throws IOException {
        closeInactive(nowNanos);
        Entry entry = entries.get(name);
        if (entry != null && entry.file != null && nowNanos - entry.openedNanos < validNanos) {
            entry.file.write(null, bytes, 0, length);
            used(entry, nowNanos);
            return;
        }
        LogFile file = new LogFile(path(prefix, name));
        file.open();
        file.write(null, bytes, 0, length);
        if (max == 0) {
            file.close();
            return;
        }
        keep(name, entry, file, nowNanos);
    }

    private void keep(String name, Entry known, LogFile file, long nowNanos) {
        Entry entry = known;
        if (entry == null) {
            while (entries.size() >= max) {
                close(entries.remove(entries.keySet().iterator().next()));
            }
            entry = new Entry();
            entries.put(name, entry);
        }
        close(entry);
        used(entry, nowNanos);
        if (entry.uses >= minUses) {
            entry.file = file;
            entry.openedNanos = nowNanos;
        } else {
            file.close();
        }
    }

    private static Path path(Path prefix, String name) throws IOException {
        try {
            return prefix.resolve(new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        } catch (InvalidPathException e) {
            throw new IOException("open() \"" + name + "\" failed " + ErrorText.numbered(Errno.EINVAL.number()), e);
        }
    }

    private static void used(Entry entry, long nowNanos) {
        entry.uses++;
        entry.usedNanos = nowNanos;
    }

    private void closeInactive(long nowNanos) {
        while (!entries.isEmpty()) {
            Map.Entry<String, Entry> oldest = entries.entrySet().iterator().next();
            if (nowNanos - oldest.getValue().usedNanos < inactiveNanos) {
                return;
            }
            close(entries.remove(oldest.getKey()));
        }
    }

    private static void close(Entry entry) {
        if (entry.file != null) {
            entry.file.close();
            entry.file = null;
        }
    }

    /** Closes all, so that the next lines go to the files that have the names then. */
    synchronized void close() {
        new ArrayList<>(entries.values()).forEach(OpenLogFiles::close);
        entries.clear();
    }
}
