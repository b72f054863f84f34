package millrace.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The scripts that Python loads before a worker's program ({@code python/sitecustomize.py}; its comment says what for), as
 * files, and the variables that make it load them. Any thread.
 */
final class PythonPreload {
    static final String PATH = "PYTHONPATH";

    /** How long connections may be idle before they are ended, at the end of their server. */
    static final String LINGER = "MILLRACE_LINGER_MILLIS";

    /** Whether ports are shared by {@code SO_REUSEPORT}. */
    private static final String SHARES = "MILLRACE_SHARES_PORTS";

    private PythonPreload() {}

    /** Adds to a worker's variables. */
    static void into(Map<String, String> variables, AppSpec spec) throws IOException {
        String path = variables.get(PATH);
        variables.put(PATH, folder() + (path == null || path.isEmpty() ? "" : ":" + path));
        variables.put(LINGER, Long.toString(TimeUnit.NANOSECONDS.toMillis(spec.stop().killNanos() / 4)));
        variables.put(SHARES, spec.protocol() == AppSpec.Protocol.REUSEPORT ? "1" : "0");
    }

    static Path folder() throws IOException {
        byte[] site = PreloadFolder.script("python/sitecustomize.py");
        byte[] leaving = PreloadFolder.script("python/millrace_leaving.py");
        String version = Integer.toHexString(31 * Arrays.hashCode(site) + Arrays.hashCode(leaving));
        Path folder = PreloadFolder.folder("python-" + version);
        PreloadFolder.file(folder, "sitecustomize.py", site);
        PreloadFolder.file(folder, "millrace_leaving.py", leaving);
        return folder;
    }
}
