package harness;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The servers of {@code servers.properties}: finds them, prepares what they need, starts them. */
final class Servers {
    private static final String CLUSTER = "cluster.";
    private static final String FOOTPRINT = "footprint.";
    private static final int FIRST_PORT = 18_080; // below the range that outgoing connections take theirs from
    private static final int LAST_PORT = 19_999;

    private final Path here;
    private final Properties lines;
    private final List<String> names;
    private int port = FIRST_PORT;

    private Servers(Path here, Properties lines, List<String> names) {
        this.here = here;
        this.lines = lines;
        this.names = names;
    }

    static Servers load(Path here) throws IOException {
        Path file = here.resolve("servers.properties");
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        }
        var inOrder = new LinkedHashSet<String>(); // Properties forgets the order of the file, which is the table's
        try (Stream<String> text = Files.lines(file)) {
            text.filter(line -> line.matches("[\\w.-]+ *=.*"))
                    .map(line -> line.substring(0, line.indexOf('=')).trim())
                    .filter(key -> !key.endsWith(".warmup") && !key.endsWith(".conf"))
                    .forEach(inOrder::add);
        }
        return new Servers(here, lines, List.copyOf(inOrder));
    }

    Path here() {
        return here;
    }

    /** Names of the hello servers. */
    List<String> hellos() {
        return names.stream().filter(name -> !name.contains(".")).toList();
    }

    /** Names of the servers whose footprint is taken: the hello servers, and others that differ only there. */
    List<String> footprints() {
        return names.stream().filter(name -> !name.startsWith(CLUSTER))
                .map(name -> name.replaceFirst("^" + FOOTPRINT, "")).toList();
    }

    /** Names of the cluster primaries, without their prefix. */
    List<String> clusters() {
        return names.stream().filter(name -> name.startsWith(CLUSTER)).map(name -> name.substring(CLUSTER.length())).toList();
    }

    /** Names of the programs that take one measure themselves: the lines {@code measure.name} of the file. */
    List<String> programs(String measure) {
        return names.stream().filter(name -> name.startsWith(measure + "."))
                .map(name -> name.substring(measure.length() + 1)).toList();
    }

    /** Starts the server that a measure of this name is taken at. */
    Server server(String measure, String cpus) throws IOException {
        return start(measure + ".", "server", cpus, Map.of());
    }

    /** Starts a reverse proxy; what its configuration has in braces beside the usual words is in {@code words}. */
    Server gateway(String name, String cpus, Map<String, String> words) throws IOException {
        return proxy("gateway", name, cpus, words);
    }

    /** The same for a measure that has configurations of its own. */
    Server proxy(String measure, String name, String cpus, Map<String, String> words) throws IOException {
        return start(measure + ".", name, cpus, words);
    }

    /** Starts a reverse proxy before upstreams that may fail. */
    Server beforeFaults(String name, String cpus, Map<String, String> words) throws IOException {
        return start("faults.", name, cpus, words);
    }

    /** Starts what stands behind a reverse proxy. */
    Server upstream(String name, String cpus) throws IOException {
        return start("upstream.", name, cpus, Map.of());
    }

    /** The command line of such a program. */
    List<String> program(String measure, String name) {
        return command(measure + "." + name, words());
    }

    int warmupSeconds(String name, int otherwise) {
        return Math.min(otherwise, Integer.parseInt(lines.getProperty(name + ".warmup", String.valueOf(otherwise))));
    }

    /** Starts the hello server {@code name}; it may not listen yet when this returns. */
    Server hello(String name, String cpus) throws IOException {
        return start(lines.containsKey(name) ? "" : FOOTPRINT, name, cpus, Map.of());
    }

    /** Starts {@code workers} workers of {@code app}, a file of this folder, under the primary {@code name}. */
    Server cluster(String name, String app, int workers, String cpus) throws IOException {
        return start(CLUSTER, name, cpus,
                Map.of("app", here.resolve("cluster").resolve(app).toString(), "workers", String.valueOf(workers)));
    }

    private Server start(String prefix, String name, String cpus, Map<String, String> more) throws IOException {
        int chosen = freePort();
        Path work = Files.createDirectories(here.resolve("target/work").resolve(prefix + name + "-" + chosen));
        Map<String, String> words = words();
        words.putAll(more);
        words.put("port", String.valueOf(chosen));
        words.put("work", work.toString());
        Path template = here.resolve("peers").resolve(lines.getProperty(prefix + name + ".conf", name + ".conf"));
        if (Files.exists(template)) {
            Path conf = work.resolve(template.getFileName());
            Files.writeString(conf, replaced(replaced(Files.readString(template), words), words)); // words in words
            words.put("conf", conf.toString());
        }
        List<String> command = command(prefix + name, words);
        Path log = work.resolve("output.log");
        long startedNanos = System.nanoTime();
        Process process = Processes.start(command, cpus, Map.of("PORT", String.valueOf(chosen)), log.toFile());
        return new Server(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), chosen), process, startedNanos,
                log);
    }

    private Map<String, String> words() {
        Map<String, String> words = new HashMap<>();
        words.put("here", here.toString());
        words.put("root", here.getParent().toString());
        words.put("java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return words;
    }

    private List<String> command(String key, Map<String, String> words) {
        List<String> command = new ArrayList<>();
        for (String word : lines.getProperty(key).trim().split("\\s+")) {
            command.add(replaced(word, words));
        }
        return command;
    }

    private static String replaced(String text, Map<String, String> words) {
        String result = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            result = result.replace("{" + word.getKey() + "}", word.getValue());
        }
        return result;
    }

    /** Every start takes a fresh port, so that no server meets the closed connections of another. */
    int freePort() {
        for (int tries = FIRST_PORT; tries <= LAST_PORT; tries++) {
            int candidate = port;
            port = port == LAST_PORT ? FIRST_PORT : port + 1;
            try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                continue; // somebody else's: the next one
            }
        }
        throw new BenchmarkException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
    }
}
