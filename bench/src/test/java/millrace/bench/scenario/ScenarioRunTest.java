package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.bench.client.ErrorKind;
import millrace.bench.measure.Tally;
import millrace.bench.measure.Totals;
import millrace.bench.page.RunPage;
import millrace.bench.report.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios against a real server: what they ask is what it has been asked. */
@Timeout(120)
class ScenarioRunTest {
    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop();
    }

    @AfterEach
    void close() throws IOException {
        shop.close();
    }

    private ScenarioResult run(String yaml) {
        return Scenario.of(yaml).url(shop.url()).run();
    }

    private static void assertTally(long passed, long failed, ScenarioResult result, String what) {
        Map<String, Tally> tallies = result.outcome().totals().tallies();
        assertTrue(tallies.containsKey(what), tallies::toString);
        assertEquals(passed, tallies.get(what).passed(), tallies::toString);
        assertEquals(failed, tallies.get(what).failed(), tallies::toString);
    }

    @Test
    void iterationsAreExactAndEachRequestHasFiguresOfItsOwn() {
        ScenarioResult result = run("""
                load: {users: 7, iterations: 101}
                loops: 2
                requests:
                  - {get: /, name: home}
                  - sleep: 0..2ms
                  - {get: /cart, name: cart, check: {status: 403}}
                """);
        Totals totals = result.outcome().totals();
        assertEquals(101, shop.count("/"));
        assertEquals(101, shop.count("/cart"));
        assertEquals(202, totals.answered());
        assertEquals(202, totals.sent());
        assertEquals(List.of("home", "cart"), List.copyOf(totals.parts().keySet()));
        assertEquals(101, totals.parts().get("home").latency().count());
        assertEquals(101, totals.parts().get("cart").statuses().get(403));
        assertEquals(0, totals.allErrors(), totals::toString);
        assertTally(101, 0, result, "iterations");
        assertTally(101, 0, result, "cart: status is 403");
    }

    @Test
    void thePageHasWhatTheTerminalHas() {
        ScenarioResult result = run("""
                load: {users: 2, iterations: 30}
                requests:
                  - {get: /, name: <home>, check: {status: 201}}
                thresholds: [errors<1%]
                """);
        assertTrue(Tables.before(result.outcome().plan(), null).startsWith("Running for at most 600s @ "));
        String page = new String(RunPage.of(result.outcome(), null, result.verdicts()), UTF_8);
        assertTrue(page.contains("<td>&lt;home&gt;</td><td>30</td><td>30</td>"), page);
        assertTrue(page.contains("<td>&lt;home&gt;: status is 201</td><td>0</td><td>30</td>"), page);
        assertTrue(page.contains("<td>errors&lt;1%</td><td>BROKEN</td>"), page);
    }

    @Test
    void valuesOfAnAnswerGoIntoLaterRequestsAndEachUserHasCookiesOfItsOwn() {
        ScenarioResult result = run("""
                load: {users: 3, iterations: 12}
                requests:
                  - post: /login
                    name: login
                    json: {user: "ann \\"${user}\\"", remember: true, tries: [1, 2.5, null]}
                    save:
                      token: $.session.tokens[0]
                      number: {header: X-Number}
                      again: {matches: '"number":(\\d+)'}
                  - get: /cart?number=${number}&again=${again}&token=${token}
                    name: cart
                    headers: {Authorization: "Bearer ${token}"}
                    check: {status: 200, contains: total, matches: "total: \\\\d+"}
                """);
        assertEquals(0, result.outcome().totals().allErrors(), () -> result.outcome().totals().toString());
        assertTally(12, 0, result, "cart: body contains \"total\"");
        assertTally(12, 0, result, "cart: body matches total: \\d+");
        assertTally(12, 0, result, "login: token can be saved");
        Set<String> wanted = new HashSet<>();
        for (int i = 1; i <= 12; i++) {
            wanted.add("session=s" + i + " Bearer t " + i);
            assertTrue(shop.asked.contains("/cart?number=" + i + "&again=" + i + "&token=t%20" + i),
                    shop.asked::toString);
        }
        assertEquals(wanted, shop.sessions);
        assertTrue(shop.bodies.contains(
                "application/json {\"user\":\"ann \\\"1\\\"\",\"remember\":true,\"tries\":[1,2.5,null]}"),
                shop.bodies::toString);
    }

    @Test
    void withoutCookiesNobodyIsKnownAgain() {
        ScenarioResult result = run("""
                load: {iterations: 4}
                cookies: false
                requests: [{post: /login, form: {a b: "c&d", e: 1}}, {get: /cart}]
                """);
        assertEquals(Set.of("null null"), Set.copyOf(shop.sessions));
        assertEquals(4, result.outcome().totals().errors(ErrorKind.STATUS));
        assertEquals("application/x-www-form-urlencoded a%20b=c%26d&e=1", shop.bodies.peek());
    }

    @Test
    void rowsOfDataTakeTurnsOverAllUsers(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("people.csv"), "name,word\nann,\"a,1\"\nbob,b2\ncy,c3\n");
        Files.writeString(folder.resolve("body.bin"), "as it is ${name}");
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                load: {users: 4, iterations: 9}
                loops: 3
                data: {people: people.csv}
                requests:
                  - get: /hello/${people.name}?${people.word}
                  - post: /login
                    file: body.bin
                """);
        assertTrue(Scenario.read(file).url(shop.url()).run().isKept());
        for (String asked : List.of("/hello/ann?a,1", "/hello/bob?b2", "/hello/cy?c3")) {
            assertEquals(3, shop.asked.stream().filter(asked::equals).count(), shop.asked::toString);
        }
        assertEquals("null as it is ${name}", shop.bodies.peek());
    }

    @Test
    void theSameSeedMakesTheSameChoicesAndWeightsCount() {
        String yaml = """
                load: {users: 1, iterations: 400}
                seed: %d
                flows:
                  - {weight: 3, requests: [{get: "/a/${random 1..9}"}]}
                  - {requests: [{get: "/b/${uuid}"}]}
                """;
        run(yaml.formatted(7));
        List<String> first = List.copyOf(shop.asked);
        shop.asked.clear();
        run(yaml.formatted(7));
        assertEquals(first, List.copyOf(shop.asked));
        shop.asked.clear();
        run(yaml.formatted(8));
        assertFalse(first.equals(List.copyOf(shop.asked)));
        long ofB = first.stream().filter(asked -> asked.startsWith("/b/")).count();
        assertTrue(ofB > 50 && ofB < 150, () -> first.toString()); // The seed is fixed: this is no matter of luck.
    }

    @Test
    void whatFailsIsCountedOnceUnderItsKindAndThresholdsSeeIt() {
        ScenarioResult result = run("""
                load: {users: 2, iterations: 10}
                requests:
                  - {get: /missing, name: missing}
                  - {get: /move, name: moved, check: {status: [2xx, 302], header: {Location: /}}}
                  - {get: /, name: wrong, check: {contains: something else, json: $.a, header: X-None}}
                  - {get: /, name: token, save: {token: $.token}}
                  - {get: "/never/${token}", name: never}
                thresholds:
                  - errors<1%
                  - moved: [errors<=0%, checks>=100%]
                  - checks>=33%
                  - never: p99<1h
                """.replace("1h", "10m"));
        Totals totals = result.outcome().totals();
        assertEquals(10, totals.errors(ErrorKind.STATUS), totals::toString);
        assertEquals(20, totals.errors(ErrorKind.CHECK), totals::toString);
        assertEquals(40, totals.answered());
        assertEquals(0, totals.parts().get("never").sent());
        assertEquals(0, shop.count("/never"));
        assertTally(0, 10, result, "iterations");
        assertTally(0, 10, result, "token: token can be saved");
        assertEquals(List.of(false, true, true, true, false),
                result.verdicts().stream().map(verdict -> verdict.kept()).toList(), result.verdicts()::toString);
        String said = assertThrows(AssertionError.class, result::assertKept).getMessage();
        assertTrue(said.contains("errors<1% BROKEN: 75.0000%") && said.contains("never: p99<10m BROKEN"), said);
    }

    @Test
    void stagesLetUsersComeAndGo() {
        ScenarioResult result = run("""
                load:
                  users: 5
                  stages: [{duration: 150ms, target: 20}, {duration: 100ms, target: 20}, {duration: 150ms, target: 0}]
                requests: [{get: /}, {sleep: 1ms}]
                """);
        Totals totals = result.outcome().totals();
        assertEquals(shop.count("/"), totals.answered());
        assertEquals(totals.sent(), totals.answered());
        assertEquals(0, totals.allErrors() + totals.unanswered(), totals::toString);
        assertTrue(totals.answered() >= 5, totals::toString);
    }

    @Test
    void visitsComeByTheirPlanAndEachIsSomebodyNew() {
        ScenarioResult result = run("""
                load: {rate: 200, duration: 500ms, users: 30}
                loops: 2
                requests:
                  - {get: /cart, name: before, check: {status: 403}}
                  - {post: /login, name: login}
                  - {get: /cart, name: after}
                """);
        Totals totals = result.outcome().totals();
        assertEquals(100, totals.parts().get("before").sent() + totals.missed(), totals::toString);
        assertEquals(totals.parts().get("before").sent(), totals.lag().count());
        assertEquals(0, totals.allErrors(), totals::toString);
        assertEquals(shop.asked.size(), totals.answered());
    }

    @Test
    void aVisitThatIsDueWhileAllUsersAreBusyIsLateFromWhenItWasDue() {
        ScenarioResult result = run("""
                load: {rate: 100, duration: 1500ms, users: 1}
                requests: [{get: /, name: first}, {sleep: 50ms}, {get: /, name: second}]
                """);
        Totals totals = result.outcome().totals();
        assertTrue(totals.missed() >= 120, totals::toString);
        assertTrue(totals.parts().get("first").latency().maxNanos() >= 45_000_000, totals::toString);
    }

    @Test
    void aPathMayBeAValue() {
        run("""
                load: {users: 1, iterations: 1}
                requests:
                  - {get: /move, check: {status: 302}, save: {next: {header: Location}}}
                  - {get: "${next}"}
                  - {get: "${uuid}"}
                """).assertKept();
        assertEquals(List.of("/move", "/"), List.copyOf(shop.asked).subList(0, 2));
        assertTrue(List.copyOf(shop.asked).get(2).matches("/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f-]{16}"),
                shop.asked::toString);
    }

    @Test
    void pathsAreBehindTheUrlsOwn() {
        Scenario.of("{url: http://x, load: {users: 1, iterations: 1}, requests: [{get: /b}]}")
                .url(shop.url() + "/a/").run().assertKept();
        assertEquals("/a/b", shop.asked.peek());
    }

    @Test
    void theExampleRuns(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("example.yaml"), Scenario.example());
        Scenario scenario = Scenario.read(file, Duration.ofMillis(300)).url(shop.url());
        ScenarioResult result = scenario.run();
        assertEquals(20, result.outcome().totals().answered());
        assertEquals(3, result.verdicts().size());
    }
}
