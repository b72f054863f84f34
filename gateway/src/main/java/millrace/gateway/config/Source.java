package millrace.gateway.config;

import java.nio.file.Path;

/**
 * What a configuration is read from.
 *
 * @param prefix the folder that names of logs and documents are relative to ({@code -p})
 * @param file the main file ({@code -c}); names of included files are relative to its folder
 * @param globals directives of the command line ({@code -g}), read before the file; may be empty
 * @param text the text of the main file, if it is not to be read from the disk; else null
 */
public record Source(Path prefix, Path file, String globals, String text) {

    public static Source of(Path prefix, Path file, String globals) {
        return new Source(prefix, file, globals, null);
    }

    /** A text that is in no file, by the name {@code nginx.conf}; relative names start at a folder. */
    public static Source ofText(Path folder, String text) {
        return new Source(folder, folder.resolve("nginx.conf"), "", text);
    }
}
