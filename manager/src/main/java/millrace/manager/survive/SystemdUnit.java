package millrace.manager.survive;

import java.nio.file.Path;

/**
 * The unit that starts the daemon with the machine, brings the saved apps back, and starts it again if it crashes. Source:
 * {@code systemd.service(5)}, {@code systemd.kill(5)}.
 *
 * <p>Of type {@code forking}: the unit is up when {@code resurrect} has started the saved apps and returns; the daemon that
 * it leaves behind is known by the number in its lock file. A crash of the daemon ends that process alone ({@code
 * KillMode=process}), so that the next one finds the apps still running and adopts them.
 *
 * @param name of the service
 * @param user whose apps they are
 * @param home absolute folder of the daemon
 * @param program absolute path of the launcher
 * @param javaHome the JDK that the launcher shall take
 * @param searchPath {@code PATH} for the daemon, by which it finds interpreters
 * @param waitForNetwork whether apps need addresses of the network when they start
 */
public record SystemdUnit(
        String name,
        String user,
        Path home,
        Path program,
        Path javaHome,
        String searchPath,
        boolean waitForNetwork) {

    /** Where systemd looks for the units of an administrator. */
    public Path file() {
        return Path.of("/etc/systemd/system", name + ".service");
    }

    public String text() {
        String network = waitForNetwork ? "network-online.target" : "network.target";
        return """
                [Unit]
                Description=Millrace process manager of %s
                After=%s
                %s
                [Service]
                Type=forking
                User=%s
                Environment=%s
                Environment=%s
                Environment=%s
                PIDFile=%s
                ExecStart=%s resurrect
                ExecReload=%s reload all
                ExecStop=%s kill
                Restart=on-failure
                KillMode=process
                OOMPolicy=continue
                LimitNOFILE=1048576
                TasksMax=infinity

                [Install]
                WantedBy=multi-user.target
                """
                .formatted(
                        unit(user),
                        network,
                        waitForNetwork ? "Wants=" + network + "\n" : "",
                        unit(user),
                        quoted("PATH=" + searchPath),
                        quoted("JAVA_HOME=" + javaHome),
                        quoted("MILLRACE_HOME=" + home),
                        unit(home.resolve("daemon.lock").toString()),
                        command(),
                        command(),
                        command());
    }

    /** In a command line a dollar sign would begin a variable. */
    private String command() {
        return quoted(program.toString()).replace("$", "$$");
    }

    /** A word of its own, whatever is in it. */
    private static String quoted(String text) {
        return '"' + unit(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** A percent sign would begin a specifier, a newline another setting. */
    private static String unit(String text) {
        if (text.chars().anyMatch(character -> character < ' ')) {
            throw new IllegalArgumentException("a control character in \"" + text + "\" has no place in a unit");
        }
        return text.replace("%", "%%");
    }
}
