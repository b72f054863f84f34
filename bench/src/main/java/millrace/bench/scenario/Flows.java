package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import millrace.bench.client.RequestBytes;
import millrace.bench.client.Target;
import millrace.bench.load.Journey;
import millrace.bench.load.Script;

/** What virtual users do, in one of several ways. Immutable; any thread. */
final class Flows implements Script {
    private final String title;
    private final List<Flow> flows;
    private final int weights;
    private final List<DataSet> data;
    private final boolean cookies;
    private final long seed;
    private final String host;
    private final String base;

    /** What the URL has before the host, as a field, or {@code null}. */
    private final RequestBytes.Field credentials;

    /** Requests that are the same each time, by their identity. */
    private final Map<Step.Ask, RequestBytes> fixed = new IdentityHashMap<>();

    /**
     * @param contents what the scenario says
     * @param target where it goes to
     */
    Flows(ScenarioReader.Contents contents, Target target) {
        this.title = contents.name();
        this.flows = contents.flows();
        this.weights = flows.stream().mapToInt(Flow::weight).sum();
        this.data = contents.data();
        this.cookies = contents.cookies();
        this.seed = contents.seed();
        this.host = target.host();
        this.base = target.path().replaceFirst("/?(\\?.*)?$", "");
        this.credentials = target.credentials() == null ? null : basic(target.credentials());
        asks().filter(Step.Ask::isFixed)
                .forEach(ask -> fixed.put(ask, bytes(ask, path(ask, null), null, null)));
    }

    /** Source: RFC 7617, section 2. */
    private static RequestBytes.Field basic(String credentials) {
        String coded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
        return new RequestBytes.Field("Authorization", "Basic " + coded);
    }

    private Stream<Step.Ask> asks() {
        return flows.stream()
                .flatMap(flow -> flow.steps().stream())
                .filter(Step.Ask.class::isInstance)
                .map(Step.Ask.class::cast);
    }

    @Override
    public List<String> requestNames() {
        return asks().map(Step.Ask::name).distinct().toList();
    }

    @Override
    public List<String> checkNames() {
        return asks().flatMap(ask -> Stream.concat(
                        ask.checks().stream().map(Step.NamedCheck::name),
                        ask.saves().stream().map(save -> saveName(ask, save))))
                .distinct()
                .toList();
    }

    static String saveName(Step.Ask ask, Save save) {
        return ask.name() + ": " + save.name() + " can be saved";
    }

    Flow draw(RandomGenerator chance) {
        int left = flows.size() == 1 ? 0 : chance.nextInt(weights);
        for (Flow flow : flows) {
            left -= flow.weight();
            if (left < 0) {
                return flow;
            }
        }
        throw new IllegalStateException("the weights have changed");
    }

    boolean keepsCookies() {
        return cookies;
    }

    /** Where a request goes to. */
    String path(Step.Ask ask, Situation situation) {
        String path = ask.path().text(situation);
        return path.startsWith("/") ? base + path : base + "/" + path; // A value may begin it.
    }

    /** A request that is the same each time, or {@code null}. */
    RequestBytes fixed(Step.Ask ask) {
        return fixed.get(ask);
    }

    /** @param cookies or {@code null} */
    RequestBytes bytes(Step.Ask ask, String path, Situation situation, String cookies) {
        List<RequestBytes.Field> fields = new ArrayList<>();
        for (Step.Header header : ask.headers()) {
            fields.add(new RequestBytes.Field(header.name(), header.value().text(situation)));
        }
        if (cookies != null) {
            fields.add(new RequestBytes.Field("Cookie", cookies));
        }
        if (credentials != null && fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("Authorization"))) {
            fields.add(credentials);
        }
        byte[] body = ask.body() == null ? ask.fileBody() : ask.body().text(situation).getBytes(UTF_8);
        return RequestBytes.of(ask.method(), host, path, fields, body);
    }

    @Override
    public Journey journey(long user) {
        return new Visitor(this, new Situation(user, data, seed));
    }

    @Override
    public String toString() {
        return title;
    }
}
