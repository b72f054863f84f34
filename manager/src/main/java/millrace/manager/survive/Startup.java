package millrace.manager.survive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code startup} and {@code unstartup}: the saved apps start with the machine, or no longer. Where it may not do so itself
 * it says the command that may.
 */
public final class Startup {
    private static final List<String> SYSTEMD =
            List.of("systemd", "ubuntu", "ubuntu14", "ubuntu16", "centos", "redhat", "oracle", "amazon", "arch");

    private static final int DONE = 0;
    private static final int FAILED = 1;

    private final SystemdUnit unit;
    private final Path userHome;
    private final boolean root;
    private final Consumer<String> out;

    /**
     * @param userHome the user's own folder, which holds the daemon's: for the printed command
     * @param root whether this process may write units
     * @param out gets each line for the user
     */
    public Startup(SystemdUnit unit, Path userHome, boolean root, Consumer<String> out) {
        this.unit = unit;
        this.userHome = userHome;
        this.root = root;
        this.out = out;
    }

    /**
     * What is wrong with an init system that somebody asks for, or {@code null}.
     *
     * @param name as in PM2's dialect, some of which are distributions; {@code null}: whatever runs here
     */
    public static String unsupported(String name) {
        if (name == null || SYSTEMD.contains(name)) {
            return null;
        }
        return "startup writes units for systemd, not for " + name + ": there, have the machine run \"millrace resurrect\""
                + " as your user when it starts";
    }

    /** Shows what would be written and run. */
    public int show() {
        out.accept("# " + unit.file());
        unit.text().lines().forEach(out);
        return DONE;
    }

    /** @return the command's exit code */
    public int install() throws IOException {
        if (!root) {
            return printCommand("set up", "startup");
        }
        Files.writeString(unit.file(), unit.text());
        out.accept("written: " + unit.file());
        int failed = systemctl("daemon-reload") + systemctl("enable", unit.name());
        if (failed == 0) {
            out.accept("saved apps start with the machine: freeze the list with \"millrace save\"");
        }
        return failed == 0 ? DONE : FAILED;
    }

    /** The daemon and its apps go on: only the next start of the machine is without them. */
    public int remove() throws IOException {
        if (!root) {
            return printCommand("remove", "unstartup");
        }
        if (!Files.exists(unit.file())) {
            out.accept("there is no " + unit.file());
            return FAILED;
        }
        int failed = systemctl("disable", unit.name());
        Files.delete(unit.file());
        out.accept("removed: " + unit.file());
        return failed + systemctl("daemon-reload") == 0 ? DONE : FAILED;
    }

    private int printCommand(String purpose, String verb) {
        out.accept("To " + purpose + " the start with the machine, copy and paste this command:");
        out.accept("sudo env PATH=$PATH:" + unit.javaHome().resolve("bin") + " " + unit.program() + " " + verb
                + " systemd -u " + unit.user() + " --hp " + userHome);
        return FAILED;
    }

    private int systemctl(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("systemctl").inheritIO();
        builder.command().addAll(List.of(words));
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                out.accept(String.join(" ", builder.command()) + " has failed, with exit code " + code);
            }
            return code == 0 ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for systemctl");
        }
    }
}
