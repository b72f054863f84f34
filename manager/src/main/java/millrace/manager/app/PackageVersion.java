package millrace.manager.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import millrace.cluster.json.Json;

/** The version that an app's {@code package.json} gives it: of the nearest folder, upwards from the script's. */
final class PackageVersion {
    static final String UNKNOWN = "N/A";

    private PackageVersion() {}

    static String of(Path script) {
        if (!script.isAbsolute()) {
            return UNKNOWN;
        }
        for (Path folder = script.getParent(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("package.json");
            if (Files.isRegularFile(file)) {
                return read(file);
            }
        }
        return UNKNOWN;
    }

    private static String read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Json.read(bytes, 0, bytes.length) instanceof Map<?, ?> fields
                            && fields.get("version") instanceof String version
                    ? version
                    : UNKNOWN;
        } catch (IOException e) {
            // It is the app's own, and nothing depends on what it says.
            return UNKNOWN;
        }
    }
}
