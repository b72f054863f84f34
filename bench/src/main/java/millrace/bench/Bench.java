package millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import millrace.bench.client.ClientOptions;
import millrace.bench.client.ErrorKind;
import millrace.bench.client.Protocol;
import millrace.bench.client.RequestBytes;
import millrace.bench.client.Target;
import millrace.bench.client.TlsSettings;
import millrace.bench.load.Outcome;
import millrace.bench.load.Plan;
import millrace.bench.load.Run;
import millrace.os.OsException;

/**
 * A run of requests against a server: described in steps, and run.
 *
 * <pre>{@code
 * Outcome outcome = Bench.of("http://localhost:8080/").connections(50).duration(Duration.ofSeconds(10)).run();
 * assertTrue(outcome.latency().p99() < 50_000_000);
 * assertEquals(0, outcome.totals().allErrors());
 * }</pre>
 *
 * <p>Without further words it is the closed model: ten connections, each asking again as soon as answered, for ten
 * seconds. One thread describes it; the run has threads of its own.
 */
public final class Bench {
    private static final int CONNECTIONS = 10;
    private static final Duration DURATION = Duration.ofSeconds(10);

    private final String url;
    private final List<RequestBytes.Field> fields = new ArrayList<>();
    private final Pace pace = new Pace();
    private final List<Ask> asks = new ArrayList<>();
    private Path socketPath;
    private String method = "GET";
    private byte[] body;
    private byte[] expectedBody;
    private int connections = CONNECTIONS;
    private int pipelining = 1;
    private int loops = 1;
    private Duration duration;
    private Duration timeout = Duration.ofSeconds(10);
    private Duration drain = Duration.ofSeconds(2);
    private Duration sample = Duration.ofSeconds(1);
    private long amount = Long.MAX_VALUE;
    private long bailout = Long.MAX_VALUE;
    private long requestsPerConnection = Long.MAX_VALUE;
    private long requestsPerClient = Long.MAX_VALUE;
    private TlsSettings.Wish tls = TlsSettings.Wish.USUAL;
    private boolean withIds;
    private boolean http2;
    private boolean errorsTimed = true;
    private UnaryOperator<Plan> over = UnaryOperator.identity();
    private BiConsumer<ErrorKind, String> witness = (_, _) -> {};

    private Bench(String url) {
        this.url = url;
    }

    /** Against a URL such as {@code http://localhost:8080/path}. */
    public static Bench of(String url) {
        return new Bench(url);
    }

    /** Connects to a Unix socket; the URL says what to ask for there. */
    public Bench socketPath(Path path) {
        socketPath = path;
        return this;
    }

    public Bench method(String name) {
        method = name;
        return this;
    }

    public Bench header(String name, String value) {
        fields.add(new RequestBytes.Field(name, value));
        return this;
    }

    /** Each connection asks all of these in turn, in place of the one that URL, method and body make. */
    public Bench asks(List<Ask> several) {
        asks.addAll(several);
        return this;
    }

    public Bench body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    public Bench body(String text) {
        return body(text.getBytes(UTF_8));
    }

    /** Every answer must have this body, or counts as failed check. */
    public Bench expectBody(String text) {
        expectedBody = text.getBytes(UTF_8);
        return this;
    }

    /** How many connections, over all loops. */
    public Bench connections(int count) {
        connections = count;
        return this;
    }

    /** How many requests may be under way on a connection: pipelined, streams of HTTP/2, messages of a WebSocket. */
    public Bench pipelining(int requests) {
        pipelining = requests;
        return this;
    }

    /** How many threads send. */
    public Bench loops(int count) {
        loops = count;
        return this;
    }

    /** How long requests are sent. */
    public Bench duration(Duration time) {
        duration = time;
        return this;
    }

    /** Ends after so many requests, however long that takes, unless a {@link #duration} is set too. */
    public Bench amount(long requests) {
        amount = requests;
        return this;
    }

    /** How long a connection, and an answer, may take. */
    public Bench timeout(Duration time) {
        timeout = time;
        return this;
    }

    /** How long answers are waited for at the end; what is under way then counts as unanswered. */
    public Bench drain(Duration time) {
        drain = time;
        return this;
    }

    /** How often rates are noted. */
    public Bench sampleInterval(Duration time) {
        sample = time;
        return this;
    }

    /** Ends after so many failures. */
    public Bench bailout(long failures) {
        bailout = failures;
        return this;
    }

    /** After so many requests a connection is closed, and a new one made. */
    public Bench requestsPerConnection(long requests) {
        requestsPerConnection = requests;
        return this;
    }

    /** No more than so many requests for each of the connections, also when one of them has to be made anew. */
    public Bench requestsPerClient(long requests) {
        requestsPerClient = requests;
        return this;
    }

    /** Each {@code [<id>]} in the body, the URL and the headers is another identifier in each request. */
    public Bench replaceIds() {
        withIds = true;
        return this;
    }

    /** Speaks HTTP/2: in the clear with prior knowledge, encrypted by agreement. {@link #pipelining} is in streams then. */
    public Bench http2() {
        http2 = true;
        return this;
    }

    /** How an {@code https://} URL is spoken to; unless said, any certificate will do. */
    public Bench tls(TlsSettings.Wish wish) {
        tls = wish;
        return this;
    }

    /** Leaves the times of answers other than 2xx out of the distribution. */
    public Bench leaveOutErrors() {
        errorsTimed = false;
        return this;
    }

    /** Is told of each failure that is no answer, on a thread of the run. */
    public Bench onFailure(BiConsumer<ErrorKind, String> told) {
        witness = told;
        return this;
    }

    /** The open model: so many requests a second, whether or not the server keeps up. */
    public Bench rate(double requestsPerSecond) {
        pace.rate = requestsPerSecond;
        return this;
    }

    /** The open model: the rate goes evenly from where it is to another, in this time. Stages follow each other. */
    public Bench stage(Duration time, double toRate) {
        pace.stage(time.toNanos(), toRate);
        return this;
    }

    /** In the open model latency counts from when a request is sent, though it was due earlier. */
    public Bench latencyFromSending() {
        pace.fromSending = true;
        return this;
    }

    /** Virtual users: each has a connection, and pauses so long between an answer and the next request. */
    public Bench users(int count, Duration thinkTime) {
        connections = count;
        pace.thinkNanos = thinkTime.toNanos();
        return this;
    }

    /** Something goes over what else was said, when the plan is made: a scenario does. */
    public Bench over(UnaryOperator<Plan> change) {
        over = change;
        return this;
    }

    /** Runs it, and returns when it is over. */
    public Outcome run() {
        return start().outcome().join();
    }

    /**
     * Begins to run it.
     *
     * @throws IllegalArgumentException when what was said makes no sense
     */
    public Run start() {
        try {
            return Run.start(plan());
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All that was said, as one piece; looks the host up.
     *
     * @throws IllegalArgumentException when what was said makes no sense
     */
    public Plan plan() {
        Target target = Target.of(url, socketPath);
        Protocol protocol = Protocol.of(target, http2, withIds || expectedBody != null || !method.equals("GET"));
        List<RequestBytes> requests = requests(target);
        ClientOptions client = new ClientOptions(target, pipelining, timeout.toNanos(), requestsPerConnection,
                requestsPerClient, expectedBody, target.secure() ? TlsSettings.of(target, tls, protocol) : null, protocol,
                protocol == Protocol.WEBSOCKET ? requests.getFirst() : null);
        long nanos = duration == null && amount != Long.MAX_VALUE
                ? Long.MAX_VALUE
                : (duration == null ? DURATION : duration).toNanos();
        return over.apply(new Plan(client, requests, pace.model(nanos, amount), connections,
                Math.min(loops, connections), pace.nanos(nanos), amount, Math.min(drain.toNanos(), timeout.toNanos()), bailout, sample.toNanos(), errorsTimed, witness));
    }

    private List<RequestBytes> requests(Target target) {
        return (asks.isEmpty() ? List.of(new Ask(method, target.path(), List.of(), body)) : asks)
                .stream().map(ask -> ask.bytes(target, fields, withIds)).toList();
    }
}
