package millrace.gateway.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Place;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapTest {
    private String input = "";
    private StoredVariable given;
    private final Feature basics = r -> {
        r.directive("http", Context.MAIN).args(0, 0).block(Context.HTTP, (scope, s, inner) -> {});
        r.directive("give", Context.HTTP).set((scope, s) -> given = StoredVariable.define(s.arg(0), scope.variables(),
                s.place()));
        r.variable("in", (x, to) -> {
            to.utf8(input);
            return true;
        });
    };
    private final Registry registry = Registry.of(List.of(basics, new VariableFeature()));
    private EventLoop events;
    private GatewayLoop loop;
    private Exchange exchange;

    @BeforeEach
    void begin() throws Exception {
        events = EventLoop.open("map", PollerKind.EPOLL);
        loop = new GatewayLoop(events, 0);
        exchange = loop.take();
    }

    @AfterEach
    void end() {
        events.close();
    }

    private Template template(String directives, String text) throws ConfigException {
        Configuration c = Configuration.read(registry, Source.ofText(Path.of("/"), "http {" + directives + "}"));
        return Template.compile(text, c.main(), new Place("f", 1));
    }

    private String map(String lines, String value) throws ConfigException {
        input = value;
        exchange = loop.take();
        return template("map $in $out {" + lines + "}", "$out").text(exchange);
    }

    private String problem(String lines) {
        return assertThrows(ConfigException.class, () -> map(lines, "")).problem();
    }

    @Test
    void namesDoNotMindTheCaseOfLetters() throws ConfigException {
        assertEquals("1", map("abc 1; default 0;", "ABC"));
        assertEquals("0", map("abc 1; default 0;", "abcd"));
        assertEquals("", map("abc 1;", "abcd"));
        assertEquals("none", map("'' none; default some;", ""));
    }

    @Test
    void patternsAreTriedInOrderAfterNamesAndTheirGroupsAreThere() throws ConfigException {
        String lines = "default 0; ab 1; ~^a(?<tail>.*)$ '$tail-$tail'; ~*^A 3;";
        assertEquals("1", map(lines, "ab"));
        assertEquals("xyz-xyz", map(lines, "axyz"));
        assertEquals("3", map("~^b x; ~*^A 3;", "abc"));
        assertEquals("0", map("~^b x; default 0;", "abc"));
    }

    @Test
    void hostNamesHaveStarsAndNoDotAtTheEnd() throws ConfigException {
        assertEquals("1", map("hostnames; *.example.com 1; default 0;", "www.example.com."));
        assertEquals("0", map("*.example.com 1; default 0;", "www.example.com"));
    }

    @Test
    void aBackslashMakesANameOfASpecialWord() throws ConfigException {
        assertEquals("1", map("\\default 1; default 0;", "default"));
    }

    @Test
    void whatWasAskedForOnceStaysUnlessItIsVolatile() throws ConfigException {
        String lines = "a 1; b 2;";
        Template twice = template("map $in $kept {" + lines + "} map $in $fresh { volatile; " + lines + "}",
                "$kept$fresh");
        input = "a";
        assertEquals("11", twice.text(exchange));
        input = "b";
        assertEquals("12", twice.text(exchange));
    }

    @Test
    void aValueThatIsGivenCountsMoreThanTheMap() throws ConfigException {
        Template template = template("map $in $out { default map; } give out;", "$out");
        assertEquals("map", template.text(exchange));
        given.put(exchange, new byte[] {'s', 'e', 't'}, 0, 3);
        assertEquals("set", template.text(exchange));
    }

    @Test
    void brokenLinesInNginxsWords() {
        assertEquals("invalid number of the map parameters", problem("a;"));
        assertEquals("duplicate default map parameter", problem("default 1; default 2;"));
        assertEquals("conflicting parameter \"A\"", problem("a 1; A 2;"));
        assertEquals("invalid hostname or wildcard \"a*\"", problem("hostnames; a* 2;"));
    }

    @Test
    void aSplitGivesTheSameClientTheSamePart() throws ConfigException {
        Template part = template("split_clients $in $part { 50% a; * b; }", "$part");
        input = "abc";
        assertEquals("a", part.text(loop.take()));
        input = "a";
        assertEquals("b", part.text(loop.take()));
    }

    @Test
    void aGeoOfAVariable() throws ConfigException {
        Template where = template("geo $in $where { default out; 10.0.0.0/8 in; }", "$where");
        input = "10.1.1.1";
        assertEquals("in", where.text(loop.take()));
        input = "no address";
        assertEquals("out", where.text(loop.take()));
    }
}
