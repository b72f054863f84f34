package millrace.gateway.body;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.os.Errno;
import millrace.os.RegularFile;

/**
 * Where temporary files are made: nginx's {@code client_body_temp_path} and {@code proxy_temp_path}. Files are numbered,
 * and may be spread over folders within folders that are named after the last digits: with levels 1 and 2, number 123457
 * is {@code 7/45/0000123457}. Immutable; any thread.
 */
public final class TempFolder {
    /** Numbers of this process. Those of another may stand in the same folder. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** How far to jump when a number is taken: further than another process that began at 0 has come. */
    private static final long STRIDE = 123_457;

    private static final int MOST_TRIES = 1000;
    private static final int MODE = 0600;

    private final Path folder;
    private final int[] levels;

    /**
     * @param levels lengths of the names of the folders within, from 1 to 3 of 1 or 2; may be empty
     */
    public TempFolder(Path folder, int... levels) {
        this.folder = folder.toAbsolutePath();
        this.levels = levels.clone();
    }

    /** As directives name one: {@code path [level1 [level2 [level3]]]}. */
    public static TempFolder of(Scope scope, Statement statement) throws ConfigException {
        int[] levels = new int[statement.args().size() - 1];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Values.number(statement, statement.arg(i + 1));
            if (levels[i] < 1 || levels[i] > 2) {
                throw statement.error("invalid value \"" + statement.arg(i + 1) + "\"", "1 or 2 digits");
            }
        }
        Path path = scope.configuration().prefixPath(statement.arg(0));
        return TempFolders.add(scope.configuration(), new TempFolder(path, levels));
    }

    /** Where these files are if no directive says it. */
    public static TempFolder usual(Scope scope, String name) {
        return TempFolders.add(scope.configuration(), new TempFolder(scope.configuration().prefixPath(name)));
    }

    public Path path() {
        return folder;
    }

    Path place(long number) {
        String name = "%010d".formatted(number);
        Path at = folder;
        int end = name.length();
        for (int level : levels) {
            at = at.resolve(name.substring(end - level, end));
            end -= level;
        }
        return at.resolve(name);
    }

    /** A new file's name and descriptor. */
    record Fresh(Path path, int fd) {}

    Fresh create() throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Path path = place(NUMBERS.incrementAndGet());
            int fd = RegularFile.createBothWays(path, MODE);
            if (Errno.ENOENT.is(fd)) {
                makeFolder(path.getParent());
                fd = RegularFile.createBothWays(path, MODE);
            }
            if (!Errno.EEXIST.is(fd)) {
                return new Fresh(path, FileFailure.check(fd, "open", path));
            }
            NUMBERS.addAndGet(STRIDE);
        }
        throw new IOException("no free number for a temporary file in " + folder + ": empty it");
    }

    private static void makeFolder(Path path) throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
