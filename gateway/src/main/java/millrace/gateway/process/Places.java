package millrace.gateway.process;

import java.io.IOException;
import java.nio.file.Path;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFile;
import millrace.gateway.log.LogFiles;

/**
 * Where a server finds its files: what the command line says, else where nginx's packages have them.
 *
 * @param prefix absolute
 * @param file the main file, absolute
 * @param errorLog where errors go if the configuration does not say it; {@code null} for standard error
 */
record Places(Path prefix, Path file, Path errorLog) {
    private static final String INSTALLED = "/etc/nginx";
    private static final String STANDARD_ERROR = "stderr";

    static Places of(CommandLine line) {
        Path prefix = Path.of(line.prefix == null ? INSTALLED : line.prefix).toAbsolutePath().normalize();
        String file = line.file != null ? line.file : line.prefix == null ? "nginx.conf" : "conf/nginx.conf";
        Path log = line.errorLog == null
                ? LogFiles.usualFolder(prefix).resolve("error.log")
                : line.errorLog.equals(STANDARD_ERROR) ? null : prefix.resolve(line.errorLog);
        return new Places(prefix, prefix.resolve(file), log);
    }

    /** The file where errors go, to be opened. */
    LogFile openErrorLog() throws IOException {
        LogFile file = errorLog == null ? LogFile.standardError() : new LogFile(errorLog);
        file.withFolder().open();
        return file;
    }

    Source source(CommandLine line) {
        return Source.of(prefix, file, line.directives == null ? "" : line.directives);
    }
}
