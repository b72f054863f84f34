package millrace.manager.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Which files restart the app when they change.
 *
 * @param paths absolute; none: it is not watched
 * @param ignore patterns; one without a slash is the name of a file or folder at any depth
 * @param delayMillis changes within that are one
 */
public record WatchConfig(List<Path> paths, List<String> ignore, long delayMillis) {
    public WatchConfig {
        paths = List.copyOf(paths);
        ignore = List.copyOf(ignore);
    }
}
