package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import millrace.bench.Bench;
import millrace.bench.load.Plan;
import millrace.bench.load.Run;
import millrace.bench.threshold.Threshold;
import millrace.os.OsException;

/**
 * What virtual users do, from a YAML file; {@code docs/bench-scenarios.md} has all that may stand in it. From a test:
 *
 * <pre>{@code
 * Scenario.read(Path.of("shop.yaml")).url("http://localhost:" + port).run().assertKept();
 * }</pre>
 *
 * <p>Immutable; any thread.
 */
public final class Scenario {
    private final String text;
    private final String file;
    private final Path folder;
    private final ScenarioReader.Contents contents;
    private final Path socketPath;
    private final String url;
    private final int loops;
    private final List<Threshold> thresholds;

    private Scenario(String text, String file, Path folder, long nanos) {
        this.text = text;
        this.file = file;
        this.folder = folder;
        this.contents = ScenarioReader.read(text, file, folder, System.getenv(), nanos);
        this.socketPath = null;
        this.url = contents.url();
        this.loops = contents.loops();
        this.thresholds = contents.thresholds();
    }

    private Scenario(Scenario of, String url, Path socketPath, int loops, List<Threshold> thresholds) {
        this.text = of.text;
        this.file = of.file;
        this.folder = of.folder;
        this.contents = of.contents;
        this.socketPath = socketPath;
        this.url = url;
        this.loops = loops;
        this.thresholds = thresholds;
    }

    /**
     * Reads a file, and those that it names.
     *
     * @throws ScenarioException it makes no sense, or cannot be read
     */
    public static Scenario read(Path path) {
        return read(path, Duration.ZERO);
    }

    /** @param duration in place of the one that the file says; zero leaves that */
    public static Scenario read(Path path, Duration duration) {
        try {
            Path parent = path.toAbsolutePath().getParent();
            return new Scenario(Files.readString(path, UTF_8), path.toString(), parent, duration.toNanos());
        } catch (NoSuchFileException e) {
            throw new ScenarioException("there is no scenario " + path + ": millrace bench init " + path + " writes one", e);
        } catch (IOException e) {
            throw new ScenarioException(path + ": the scenario cannot be read as a text: " + e, e);
        }
    }

    /** A scenario as a text; files that it names are looked for in the present folder. */
    public static Scenario of(String yaml) {
        return new Scenario(yaml, "scenario", Path.of("").toAbsolutePath(), 0);
    }

    /** A commented example, to begin with. */
    public static String example() {
        try (InputStream in = Scenario.class.getResourceAsStream("example.yaml")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Against another server than the file says. */
    public Scenario url(String other) {
        return new Scenario(this, other, socketPath, loops, thresholds);
    }

    /** Over a Unix socket; the URL says the host, and what paths begin with. */
    public Scenario socketPath(Path path) {
        return new Scenario(this, url, path, loops, thresholds);
    }

    /** How many threads send. */
    public Scenario loops(int count) {
        return new Scenario(this, url, socketPath, count, thresholds);
    }

    /**
     * One more that has to be kept, such as {@code p99<50ms} or {@code login: errors<1%}.
     *
     * @throws IllegalArgumentException it makes no sense, or no request is called so
     */
    public Scenario threshold(String more) {
        Threshold threshold = ScenarioReader.known(Threshold.of(more), contents.flows());
        return new Scenario(this, url, socketPath, loops,
                Stream.concat(thresholds.stream(), Stream.of(threshold)).toList());
    }

    public List<Threshold> thresholds() {
        return thresholds;
    }

    /** Where the server is, or {@code null} when nobody has said it. */
    public String url() {
        return url;
    }

    /** What it is called. */
    public String name() {
        return contents.name();
    }

    /** Runs it, and returns when it is over. */
    public ScenarioResult run() {
        try {
            return ScenarioResult.of(Run.start(plan()).outcome().join(), thresholds);
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All that it says, as one piece; looks the host up.
     *
     * @throws IllegalArgumentException there is no URL, or it has no address
     */
    public Plan plan() {
        if (url == null) {
            throw new IllegalArgumentException(
                    file + ": which server? Write \"url: http://localhost:8080\", or name it behind the file");
        }
        Bench server = Bench.of(url);
        return onto(socketPath == null ? server : server.socketPath(socketPath)).plan();
    }

    /**
     * Has a server that somebody else describes tested in this way: what the scenario says goes over what was said of
     * connections, loops and times.
     *
     * @return the same
     */
    public Bench onto(Bench server) {
        LoadReader.Load load = contents.load();
        return server.connections(load.users())
                .loops(loops)
                .timeout(Duration.ofNanos(contents.timeoutNanos()))
                .duration(Duration.ofNanos(load.nanos()))
                .over(plan -> plan.playing(load.model().apply(new Flows(contents, plan.client().target()))));
    }

    /** For tests: the environment that holes may name is another. */
    static ScenarioReader.Contents contents(String yaml, Path folder, Map<String, String> environment) {
        return ScenarioReader.read(yaml, "scenario", folder, environment, 0);
    }
}
