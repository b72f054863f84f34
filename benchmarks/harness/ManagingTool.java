package harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process manager with PM2's command line and a home folder of its own; closing it ends its daemon and all its apps. */
final class ManagingTool implements AutoCloseable {
    static final List<String> NAMES = List.of("millrace", "pm2");
    private static final int LIMIT_SECONDS = 60;
    private static final Pattern ONLINE = Pattern.compile("\"status\":\"online\"");
    private static final Pattern PID = Pattern.compile("\\{\"pid\":(\\d+)");

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path home;

    private ManagingTool(String name, List<String> command, Map<String, String> environment, Path home) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.home = home;
    }

    /** @param port what the apps find in PORT */
    static ManagingTool open(String name, Path here, int port) throws IOException {
        Path home = Files.createTempDirectory("bench-" + name);
        boolean ours = name.equals("millrace");
        Path program = ours ? here.resolveSibling("bin/millrace-pm2") : here.resolve("node_modules/.bin/pm2");
        Map<String, String> environment = Map.of(ours ? "MILLRACE_HOME" : "PM2_HOME", home.toString(),
                "PORT", String.valueOf(port), "PM2_DISABLE_VERSION_CHECK", "true");
        return new ManagingTool(name, List.of(program.toString()), environment, home);
    }

    String name() {
        return name;
    }

    Path home() {
        return home;
    }

    /** Runs a command of the manager's; its exit code is the caller's to judge. */
    Command run(String... args) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(args));
        File log = File.createTempFile("benchmark", ".log");
        Process process = Processes.start(line, Machine.allCpus(), environment, log);
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new BenchmarkException(name + " did not end within " + LIMIT_SECONDS + " s: " + line);
            }
            return new Command(line, process.exitValue(), Files.readString(log.toPath()));
        } finally {
            Processes.forget(process);
            Files.delete(log.toPath());
        }
    }

    /** The same where anything but success makes the measure worthless. */
    Command must(String... args) throws IOException, InterruptedException {
        Command done = run(args);
        if (done.exitCode() != 0) {
            throw new BenchmarkException(String.join(" ", done.line()) + " failed:\n" + done.output());
        }
        return done;
    }

    /** How many apps are online, by the manager's own word. */
    long online() throws IOException, InterruptedException {
        return ONLINE.matcher(must("jlist").output()).results().count();
    }

    /** Pids of the apps. */
    List<Long> pids() throws IOException, InterruptedException {
        List<Long> pids = new ArrayList<>();
        for (Matcher matcher = PID.matcher(must("jlist").output()); matcher.find(); ) {
            pids.add(Long.parseLong(matcher.group(1)));
        }
        return pids;
    }

    /** The daemon: of all processes with this home in their environment, the one that has been there longest. */
    ProcessHandle daemon() {
        String key = name.equals("millrace") ? "MILLRACE_HOME" : "PM2_HOME";
        return ProcessHandle.allProcesses()
                .filter(process -> ProcFs.read(Path.of("/proc/" + process.pid() + "/environ"))
                        .contains(key + "=" + home))
                .min(Comparator.comparing(process -> process.info().startInstant().orElseThrow()))
                .orElseThrow(() -> new BenchmarkException("no daemon of " + name + " runs"));
    }

    @Override
    public void close() throws IOException {
        try {
            run("kill");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the daemon is left to whoever interrupts
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
