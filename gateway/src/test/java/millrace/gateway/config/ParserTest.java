package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParserTest {
    @TempDir
    Path folder;

    private final List<ConfigException> problems = new ArrayList<>();

    private List<Statement> parse(String text) {
        return new Parser(folder, problems::add).text(folder.resolve("nginx.conf"), text);
    }

    private String names(String text) {
        StringBuilder names = new StringBuilder();
        parse(text).forEach(s -> names.append(s.name()).append(' '));
        return names.toString().strip();
    }

    private void file(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void anIncludedFileStandsWhereItIsIncluded() throws IOException {
        file("a.conf", "x;\ny;");
        assertEquals("before x y after", names("before; include a.conf; after;"));
        Statement y = parse("include a.conf;").get(1);
        assertEquals(folder.resolve("a.conf") + ":2", y.place().toString());
    }

    @Test
    void aPatternIncludesWhatMatchesInOrderOfNames() throws IOException {
        file("on/b.conf", "b;");
        file("on/a.conf", "a;");
        file("on/.hidden.conf", "hidden;");
        file("on/c.txt", "c;");
        assertEquals("a b", names("include on/*.conf;"));
        assertEquals("b", names("include o?/[b-z].conf;"));
        assertEquals("a", names("include on/[!b].conf;"));
        assertEquals("", names("include off/*.conf;"));
        assertEquals(List.of(), problems);
    }

    @Test
    void aFileThatIsNotThereIsToldWithTheLineThatWantsIt() {
        parse("a;\ninclude none.conf;\nb;");
        assertEquals("open() \"" + folder.resolve("none.conf") + "\" failed (2: No such file or directory) in "
                + folder.resolve("nginx.conf") + ":2", problems.getFirst().getMessage());
    }

    @Test
    void aFileThatIncludesItselfEnds() throws IOException {
        file("loop.conf", "a; include loop.conf;");
        parse("include loop.conf;");
        assertEquals("\"" + folder.resolve("loop.conf") + "\" includes itself", problems.getFirst().problem());
        assertEquals(folder.resolve("loop.conf") + ":1", problems.getFirst().place().toString());
        assertEquals(1, problems.size());
    }

    @Test
    void filesThatIncludeEachOtherEnd() throws IOException {
        file("a.conf", "x;\ninclude b.conf; include b.conf;");
        file("b.conf", "y;\n\ninclude ./a.conf; include ./a.conf;");
        assertEquals("x y y", names("include a.conf;"));
        assertEquals(folder.resolve("b.conf") + ":3", problems.getFirst().place().toString());
        assertEquals(2, problems.size());
    }

    @Test
    void includesThatDoubleWithEachOfManyFilesEnd() throws IOException {
        for (int i = 0; i < 40; i++) {
            file(i + ".conf", "include " + (i + 1) + ".conf; include " + (i + 1) + ".conf;");
        }
        file("40.conf", "");
        parse("include 0.conf;");
        assertEquals("too many files are included", problems.getFirst().problem());
    }

    @Test
    void aMistakeInAnIncludedFileDoesNotHideWhatFollowsIt() throws IOException {
        file("bad.conf", "x; y { z");
        assertEquals("x y after", names("include bad.conf; after;"));
        assertEquals("unexpected end of file, expecting \";\" or \"}\" in " + folder.resolve("bad.conf") + ":1",
                problems.getFirst().getMessage());
    }

    @Test
    void aBlockMayNotEndInAnotherFileThanItBegins() throws IOException {
        file("end.conf", "}");
        parse("a { include end.conf; }");
        assertEquals("unexpected \"}\"", problems.getFirst().problem());
    }

    @Test
    void octetsOfAFileStayWhatTheyAre() throws IOException {
        Files.write(folder.resolve("o.conf"), new byte[] {'a', ' ', (byte) 0xc3, (byte) 0xa4, (byte) 0xff, ';'});
        assertEquals("\u00c3\u00a4\u00ff", parse("include o.conf;").getFirst().arg(0));
    }
}
