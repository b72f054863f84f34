package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private final Registry registry = Registry.of(List.of(new ColourFeature()));

    private Configuration read(String text) throws ConfigException {
        return Configuration.read(registry, Source.ofText(Path.of("/etc/millrace"), text));
    }

    private String problem(String text) {
        return assertThrows(ConfigException.class, () -> read(text)).getMessage();
    }

    private static Scope at(Configuration configuration, int... path) {
        Scope scope = configuration.main();
        for (int each : path) {
            scope = scope.inner().get(each);
        }
        return scope;
    }

    @Test
    void aLevelInheritsWhatItDoesNotSayAndSharesSettingsIfItSaysNothing() throws ConfigException {
        Configuration c = read("http { colour red; bright on; server { colour blue; location / {} } server { } }");
        assertEquals("none", c.main().get(Colour.KEY).name);
        assertEquals("red", at(c, 0).get(Colour.KEY).name);
        assertEquals("blue", at(c, 0, 0).get(Colour.KEY).name);
        assertTrue(at(c, 0, 0).get(Colour.KEY).bright);
        assertSame(at(c, 0).get(Colour.KEY), at(c, 0, 1).get(Colour.KEY));
    }

    @Test
    void aBlockOpensItsLevelBeforeItsDirectivesAreRead() throws ConfigException {
        Scope location = at(read("http { server { location /a { colour red; } } }"), 0, 0, 0);
        assertEquals("/a", location.get(Colour.KEY).uri);
        assertEquals(Context.LOCATION, location.context());
        assertEquals(Context.SERVER, location.enclosing(Context.SERVER).context());
    }

    @Test
    void nginxsWordsAndThePlaceAndThenWhatIsExpected() {
        String in = " in /etc/millrace/nginx.conf:2";
        assertEquals("unknown directive \"coluor\"" + in + " (did you mean \"colour\"?)",
                problem("http {\n coluor red; }"));
        assertEquals("unknown directive \"xyz\"" + in, problem("http {\n xyz red; }"));
        assertEquals("\"server\" directive is not allowed here" + in + " (it may stand in http)",
                problem("\nserver { }"));
        assertEquals("invalid number of arguments in \"colour\" directive" + in + " (it takes 1, and here are 2)",
                problem("http {\n colour a b; }"));
        assertEquals("\"colour\" directive is duplicate" + in, problem("http { colour a;\n colour b; }"));
        assertEquals("directive \"colour\" is not terminated by \";\"" + in + " (it has no block)",
                problem("http {\n colour a {} }"));
        assertEquals("directive \"http\" has no opening \"{\"" + in + " (it has a block)", problem("\nhttp;"));
        assertEquals("invalid value \"yes\" in \"bright\" directive, it must be \"on\" or \"off\"" + in,
                problem("http {\n bright yes; }"));
    }

    @Test
    void whatBeginnersGetWrongIsGuessed() {
        assertTrue(problem("http { colour red\n bright on; }").endsWith("(is a \";\" missing in front of \"bright\"?)"));
        assertTrue(problem("http {\n server {\n colour red; }\n").endsWith("(the block of \"http\" in line 1 is open)"));
        assertTrue(problem("http { server(a) { } }").endsWith("(a blank belongs in front of \"(\")"));
        assertTrue(problem("http { server { location ~ a{2}$ { } } }").endsWith("(a pattern with braces needs quotes around it)"));
        assertTrue(problem("\u00ef\u00bb\u00bfhttp { }").endsWith("(the file begins with a byte order mark: save it without)"));
    }

    @Test
    void theFirstMistakeOfTheFileIsToldEvenIfALaterOneIsInTheSyntax() {
        assertTrue(problem("http { colour a b; ").startsWith("invalid number of arguments"));
        assertTrue(problem("http { colour a; ").startsWith("unexpected end of file, expecting \"}\""));
    }

    @Test
    void aDirectiveMayStandInEachLevelOnceAndARepeatedOneOftener() throws ConfigException {
        assertEquals(List.of("1", "2"), at(read("http { also 1; also 2; }"), 0).get(Colour.KEY).also);
    }

    @Test
    void whatIsLeftForLaterRunsWhenAllIsInherited() throws ConfigException {
        assertEquals("red", at(read("http { later; colour red; }"), 0).get(Colour.KEY).later);
    }

    @Test
    void theCommandLineComesFirst() throws ConfigException {
        Source source = new Source(Path.of("/p"), Path.of("/etc/x.conf"), "wheel 3;", "http {}");
        assertEquals(3, Configuration.read(registry, source).main().get(Colour.KEY).wheel);
        Source broken = new Source(Path.of("/p"), Path.of("/etc/x.conf"), "wheel 3", "http {}");
        assertEquals("unexpected end of parameter, expecting \";\" in command line",
                assertThrows(ConfigException.class, () -> Configuration.read(registry, broken)).getMessage());
    }

    @Test
    void aLineOfABlockOfLinesIsGivenAsItStands() throws ConfigException {
        List<Statement> lines = at(read("http { lines { a b; \"c d\" e; } }"), 0).get(Colour.KEY).lines;
        assertEquals("c d", lines.get(1).name());
        assertEquals(List.of("e"), lines.get(1).args());
        assertFalse(lines.isEmpty());
    }

    /** The settings of the tests. */
    static final class Colour implements Settings<Colour> {
        static final SettingsKey<Colour> KEY = SettingsKey.of(Colour::new);
        String name;
        Boolean bright;
        String uri;
        int wheel;
        List<String> also = new ArrayList<>();
        String later;
        List<Statement> lines;

        @Override
        public void inherit(Colour outer) {
            name = Inherit.of(name, outer == null ? null : outer.name, "none");
            bright = Inherit.of(bright, outer == null ? null : outer.bright, false);
        }
    }

    static final class ColourFeature implements Feature {
        private static final Context[] HTTP = {Context.HTTP, Context.SERVER, Context.LOCATION};

        @Override
        public void register(Registry r) {
            r.directive("http", Context.MAIN).args(0, 0).block(Context.HTTP, (scope, s, inner) -> {});
            r.directive("server", Context.HTTP).args(0, 0).repeated().block(Context.SERVER, (scope, s, inner) -> {});
            r.directive("location", Context.SERVER, Context.LOCATION).args(1, 2).repeated()
                    .block(Context.LOCATION, (scope, s, inner) -> inner.get(Colour.KEY).uri = s.arg(0));
            r.directive("colour", HTTP).text(Colour.KEY, (c, name) -> c.name = name);
            r.directive("bright", HTTP).flag(Colour.KEY, (c, on) -> c.bright = on);
            r.directive("wheel", Context.MAIN).number(Colour.KEY, (c, n) -> c.wheel = n);
            r.directive("also", HTTP).repeated().text(Colour.KEY, (c, text) -> c.also.add(text));
            r.directive("later", HTTP).args(0, 0).set((scope, s) -> scope.configuration().whenRead(
                    () -> scope.get(Colour.KEY).later = scope.get(Colour.KEY).name));
            r.directive("lines", HTTP).args(0, 0).lines((scope, s) -> scope.get(Colour.KEY).lines = s.block());
        }
    }
}
