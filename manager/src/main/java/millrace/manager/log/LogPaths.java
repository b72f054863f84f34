package millrace.manager.log;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import millrace.manager.config.LogConfig;

/**
 * The files of one process.
 *
 * @param out of standard output, {@code null} for none
 * @param error of standard error, {@code null} for none
 * @param combined of both, {@code null} for none
 */
public record LogPaths(Path out, Path error, Path combined) {
    private static final LogPaths NONE = new LogPaths(null, null, null);

    /** Where the lines of the process with this id go. */
    public static LogPaths of(LogConfig config, int pmId) {
        if (config.disabled()) {
            return NONE;
        }
        return new LogPaths(real(config.out(pmId)), real(config.error(pmId)), real(config.combined(pmId)));
    }

    /** Those that there are, none twice. */
    public Set<Path> all() {
        Set<Path> all = new LinkedHashSet<>(Arrays.asList(out, error, combined));
        all.remove(null);
        return all;
    }

    /** PM2's words for no file. */
    private static Path real(Path file) {
        boolean none = file == null || file.toString().equals("/dev/null") || file.endsWith("NULL");
        return none ? null : file;
    }
}
