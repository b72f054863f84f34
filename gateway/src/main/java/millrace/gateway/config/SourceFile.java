package millrace.gateway.config;

import java.nio.file.Path;

/**
 * A file that was read, as {@code -T} prints it.
 *
 * @param text one character for each octet
 */
public record SourceFile(Path path, String text) {}
