package millrace.manager.config;

import java.nio.file.Path;

/**
 * Where an app's output goes. The files' names are without an instance's number: {@link #out(int)} puts it in.
 *
 * @param out absolute; {@code null}: no file
 * @param error absolute; {@code null}: no file
 * @param combined both streams in one; {@code null}: no file
 * @param disabled no files at all
 * @param merge all instances write into the same files
 * @param dateFormat of the time before each line, in Day.js's letters; {@code null}: no time
 * @param json each line as a JSON object
 * @param rotateBytes a larger file is rotated; 0: whatever its size
 * @param rotateEvery {@code hour}, {@code day}, {@code week} or {@code month}; {@code null}: whatever its age
 * @param keep so many rotated files
 * @param compress rotated files, with gzip
 */
public record LogConfig(
        Path out,
        Path error,
        Path combined,
        boolean disabled,
        boolean merge,
        String dateFormat,
        boolean json,
        long rotateBytes,
        String rotateEvery,
        int keep,
        boolean compress) {

    /** The file of one instance's standard output, {@code null} for none. */
    public Path out(int id) {
        return merge ? out : numbered(out, id);
    }

    /** The file of one instance's standard error, {@code null} for none. */
    public Path error(int id) {
        return merge ? error : numbered(error, id);
    }

    /** The file of one instance's output of both kinds, {@code null} for none. */
    public Path combined(int id) {
        return merge ? combined : numbered(combined, id);
    }

    /** {@code app.log} becomes {@code app-3.log}; as with PM2, a file without such an ending is for all instances. */
    static Path numbered(Path file, int id) {
        String name = file == null ? "" : file.getFileName().toString();
        if (!name.endsWith(".log") && !name.endsWith(".pid")) {
            return file;
        }
        int dot = name.length() - ".log".length();
        return file.resolveSibling(name.substring(0, dot) + "-" + id + name.substring(dot));
    }
}
