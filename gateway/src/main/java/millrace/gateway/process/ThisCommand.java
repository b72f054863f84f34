package millrace.gateway.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.os.Environment;

/** How this process was started, for one more like it. */
final class ThisCommand {
    /** The launcher's own path, which it leaves to the program: a new binary is one that the launcher starts. */
    private static final String LAUNCHER = "MILLRACE_LAUNCHER";

    private ThisCommand() {}

    /** The same JVM with the same flags and arguments. */
    static List<String> again() throws IOException {
        String words = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of(words.split("\0", -1)));
        command.removeLast();
        command.set(0, Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
        return command;
    }

    /**
     * What is installed under the same name now, with the same arguments; the same JVM if no launcher was involved.
     *
     * @param words of the command line
     */
    static List<String> afresh(List<String> words) throws IOException {
        String launcher = Environment.get(LAUNCHER);
        if (launcher == null) {
            return again();
        }
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(words);
        return command;
    }
}
