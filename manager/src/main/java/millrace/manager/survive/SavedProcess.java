package millrace.manager.survive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import millrace.os.Proc;

/**
 * A process by what tells it from all others since the machine was started: its number is used again, its start is not.
 *
 * @param pid its number
 * @param startTicks when it started, in the kernel's ticks since boot
 * @param output which pipe of ours its standard output is, in the words of {@code /proc/PID/fd/1}; {@code null}: none
 * @param error the same for standard error
 */
public record SavedProcess(int pid, long startTicks, String output, String error) {

    /** The process that has this number now; {@code null} when there is none. Reads {@code /proc}. */
    public static SavedProcess of(int pid, String output, String error) throws IOException {
        Proc process = Proc.of(pid);
        return process == null ? null : new SavedProcess(pid, process.startTicks(), output, error);
    }

    /** Whether it runs still, as a process of this user. */
    public boolean isAlive() throws IOException {
        Proc process = Proc.of(pid);
        return process != null
                && process.startTicks() == startTicks
                && process.state() != 'Z'
                && process.state() != 'X'
                && (ownUid() == 0 || uid(pid) == ownUid());
    }

    private static int ownUid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /** −1 when it has ended meanwhile. */
    private static int uid(int pid) throws IOException {
        Path folder = Path.of("/proc", Integer.toString(pid));
        try {
            return (Integer) Files.getAttribute(folder, "unix:uid");
        } catch (IOException e) {
            if (Files.exists(folder)) {
                throw e;
            }
            return -1;
        }
    }

    /** Whether a descriptor of it is still the pipe that we gave it: it may have put something else in its place. */
    public boolean stillWritesTo(int descriptor) throws IOException {
        String pipe = descriptor == 1 ? output : error;
        Path link = Path.of("/proc", Integer.toString(pid), "fd", Integer.toString(descriptor));
        return pipe != null && Files.isSymbolicLink(link)
                && Objects.equals(Files.readSymbolicLink(link).toString(), pipe);
    }

    Map<String, Object> fields() {
        Fields fields = new Fields();
        fields.put("pid", pid);
        fields.put("start_ticks", startTicks);
        fields.put("output", output);
        fields.put("error", error);
        return fields.map();
    }

    static SavedProcess of(Fields fields) throws IOException {
        return new SavedProcess(
                (int) fields.number("pid"), fields.number("start_ticks"), fields.text("output"), fields.text("error"));
    }
}
