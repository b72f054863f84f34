package millrace.gateway.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.os.Errno;
import millrace.os.ErrorText;

/**
 * The files of access logs whose names depend on the request, of one loop: opened for a line and closed, or kept open
 * within the limits of {@code open_log_file_cache}, the least recently used going first.
 */
final class OpenLogFiles {
    private static final long MILLION = 1_000_000L;

    /**
     * {@code open_log_file_cache}.
     *
     * @param max files; 0 keeps none
     * @param inactiveNanos without a line, after which a file is closed
     * @param validNanos after which it is opened anew, in case it was moved
     * @param minUses before it is kept open
     */
    record Limits(int max, long inactiveNanos, long validNanos, int minUses) {
        static final Limits NONE = new Limits(0, 0, 0, 1);

        static void read(Scope scope, Statement statement) throws ConfigException {
            AccessLogSettings settings = scope.get(AccessLogSettings.KEY);
            if (statement.args().size() == 1 && statement.arg(0).equals("off")) {
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
            settings.openFiles = new Limits(max, inactive * MILLION, valid * MILLION, uses);
        }
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
    void write(Path prefix, String name, byte[] bytes, int length, Limits limits, long nowNanos) throws IOException {
        closeInactive(limits, nowNanos);
        Entry entry = entries.get(name);
        if (entry != null && entry.file != null && nowNanos - entry.openedNanos < limits.validNanos) {
            entry.file.write(null, bytes, 0, length);
            used(entry, nowNanos);
            return;
        }
        LogFile file = new LogFile(path(prefix, name));
        file.open();
        file.write(null, bytes, 0, length);
        if (limits.max == 0) {
            file.close();
            return;
        }
        keep(name, entry, file, limits, nowNanos);
    }

    private void keep(String name, Entry known, LogFile file, Limits limits, long nowNanos) {
        Entry entry = known;
        if (entry == null) {
            while (entries.size() >= limits.max) {
                close(entries.remove(entries.keySet().iterator().next()));
            }
            entry = new Entry();
            entries.put(name, entry);
        }
        close(entry);
        used(entry, nowNanos);
        if (entry.uses >= limits.minUses) {
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

    private void closeInactive(Limits limits, long nowNanos) {
        while (!entries.isEmpty()) {
            Map.Entry<String, Entry> oldest = entries.entrySet().iterator().next();
            if (nowNanos - oldest.getValue().usedNanos < limits.inactiveNanos) {
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
    void close() {
        new ArrayList<>(entries.values()).forEach(OpenLogFiles::close);
        entries.clear();
    }
}
