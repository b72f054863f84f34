package millrace.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import millrace.lint.source.Facts;
import millrace.lint.source.SourceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {
    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<Facts> read(Path... files) throws LintException {
        return new SourceReader(Optional.of(TestNode.path()), List.of()).read(List.of(files), read -> { });
    }

    @Test
    void aFileThatDoesNotParseSaysWhereAndTheOthersAreRead() throws Exception {
        Path badScript = write("bad.js", "let a = 1;\nfunction (\n");
        Path badClass = write("Bad.java", "class Bad {\n    void a( { }\n}\n");
        List<Facts> facts = read(badScript, write("good.js", "/a+/.test(x)"), badClass,
                write("Good.java", "class Good { boolean b = \"\".matches(\"b+\"); }"));
        assertEquals(2, facts.get(0).place().line(), facts.get(0).toString());
        assertTrue(facts.get(0).problem().contains("nexpected token"), facts.get(0).problem());
        assertEquals("a+", facts.get(1).patterns().getFirst().pattern());
        assertEquals(2, facts.get(2).place().line(), facts.get(2).toString());
        assertEquals("b+", facts.get(3).patterns().getFirst().pattern());
    }

    @Test
    void twoFilesOfOneClassAreBothRead() throws Exception {
        String app = "class App { boolean b = \"\".matches(\"%s\"); }";
        List<Facts> facts = read(write("one/App.java", app.formatted("a+")), write("two/App.java", app.formatted("b+")));
        assertEquals("a+", facts.get(0).patterns().getFirst().pattern());
        assertEquals("b+", facts.get(1).patterns().getFirst().pattern());
    }

    @Test
    void aConstantOfAnotherFileIsFollowed() throws Exception {
        Path names = write("Names.java", "interface Names { String WORD = \"(w+)+\"; }");
        Facts user = read(names, write("User.java", "class User { boolean b = \"\".matches(Names.WORD + '$'); }")).get(1);
        assertEquals("(w+)+$", user.patterns().getFirst().pattern());
    }

    @Test
    void withoutNodeJavaScriptIsRefusedWithTheRemedyAndJavaIsRead() throws Exception {
        SourceReader reader = new SourceReader(Optional.empty(), List.of());
        Path script = write("a.js", "1");
        LintException refused = assertThrows(LintException.class, () -> reader.read(List.of(script), read -> { }));
        assertTrue(refused.getMessage().contains("apt-get install nodejs"), refused.getMessage());
        assertNull(reader.read(List.of(write("A.java", "class A {}")), read -> { }).getFirst().problem());
    }

    @Test
    void aNodeThatCannotRunTheParserIsNamed() throws Exception {
        Path old = write("node", "#!/bin/sh\necho 'SyntaxError: Unexpected token .' >&2\nexit 1\n");
        assertTrue(old.toFile().setExecutable(true));
        SourceReader reader = new SourceReader(Optional.of(old), List.of());
        Path script = write("a.js", "1");
        LintException refused = assertThrows(LintException.class, () -> reader.read(List.of(script), read -> { }));
        assertTrue(refused.getMessage().contains("SyntaxError: Unexpected token ."), refused.getMessage());
        assertTrue(refused.getMessage().contains("16.9"), refused.getMessage());
    }

    /** A node that dies over one file, as it does when memory runs out: here at the word that stands in its path. */
    @Test
    void aFileThatBringsNodeDownCostsOnlyItself() throws Exception {
        Path fragile = write("node", "#!/bin/sh\nread -r modules\necho '\"ready\"'\nwhile read -r line; do\n"
                + "case $line in *fatal*) exit 134;; esac\n"
                + "echo '{\"patterns\":[],\"functions\":[],\"handlers\":[],\"calls\":[],\"uses\":[]}'\ndone\n");
        assertTrue(fragile.toFile().setExecutable(true));
        List<Path> files = List.of(write("a.js", "1"), write("fatal.js", "1"), write("b.js", "1"));
        List<Facts> facts = new SourceReader(Optional.of(fragile), List.of()).read(files, read -> { });
        assertNull(facts.get(0).problem());
        assertTrue(facts.get(1).problem().contains("memory"), facts.get(1).problem());
        assertNull(facts.get(2).problem());
    }

    @Test
    void foldersAreWalkedWithoutWhatIsNotOnesOwn() throws Exception {
        Path own = write("src/a.ts", "1");
        Path foreign = write("node_modules/x/index.js", "1");
        write("target/B.java", "");
        write("src/types.d.ts", "");
        write("src/read.me", "");
        SourceFiles all = new SourceFiles();
        all.add(folder);
        assertEquals(List.of(own), all.files());
        SourceFiles named = new SourceFiles();
        named.add(folder.resolve("node_modules"));
        assertEquals(List.of(foreign), named.files());
    }

    @Test
    void aLinkToAFolderIsWalkedWhenItIsNamed() throws Exception {
        write("src/a.ts", "1");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("src"));
        SourceFiles all = new SourceFiles();
        all.add(link);
        assertEquals(List.of(link.resolve("a.ts")), all.files());
    }

    @Test
    void aProgramThatIsCalledJavaIsNoSource() throws Exception {
        write("bin/java", "\177ELF");
        SourceFiles all = new SourceFiles();
        all.add(folder);
        assertEquals(List.of(), all.files());
    }

    /** Whoever opens a pipe waits for its other end, for ever. */
    @Test
    @Timeout(60)
    void aPipeIsNotOpened() throws Exception {
        for (String name : List.of("a.js", "A.java")) {
            Path pipe = folder.resolve(name);
            assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
            assertEquals("is no regular file", read(pipe).getFirst().problem());
        }
    }

    /** Sources cut and mixed up: read or refused, but always answered. */
    @Test
    void noBrokenSourceGoesWithoutAnAnswer() throws Exception {
        Random random = new Random(42);
        List<Path> files = new ArrayList<>();
        for (String name : List.of("express.js", "nest.ts", "page.tsx", "Shop.java", "Verticle.java")) {
            String text = Files.readString(Path.of("src/test/resources/fixtures", name));
            for (int i = 0; i < 30; i++) {
                int cut = random.nextInt(text.length());
                int end = Math.min(text.length(), cut + 1 + random.nextInt(20));
                files.add(write(i + "/" + name, text.substring(0, cut) + text.substring(end)));
            }
        }
        List<Facts> facts = read(files.toArray(Path[]::new));
        assertEquals(files.size(), facts.size());
        for (Facts each : facts) {
            assertTrue(each.problem() == null || !each.problem().contains("    at "), each.problem());
            assertTrue(each.problem() == null || !each.problem().contains("gave up"), each.problem());
        }
        assertTrue(facts.stream().anyMatch(each -> each.problem() == null));
        assertTrue(facts.stream().anyMatch(each -> each.problem() != null));
    }
}
