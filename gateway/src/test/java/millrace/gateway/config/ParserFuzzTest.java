package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParserFuzzTest {
    private static final String[] PIECES = {"a", "server", " ", "\n", "\t", ";", "{", "}", "\"", "'", "\\", "$", "${",
            "#", "(", ")",
        "\\n", "\\\"", "x y", "\u00ff", "\0", "include", "1", "~", "*", "\r\n", "=", "\\ "};
    private static final Path FILE = Path.of("/nowhere/f.conf");

    private final List<ConfigException> problems = new ArrayList<>();

    private List<Statement> parse(String text) {
        problems.clear();
        return new Parser(Path.of("/nowhere"), problems::add).text(FILE, text);
    }

    @Test
    void anyTextIsReadToItsEndOrToOneMistakeWithItsLine() {
        for (long seed = 1; seed <= 40_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            parse(text.toString());
            long lines = text.chars().filter(c -> c == '\n').count() + 1;
            for (ConfigException each : problems) {
                assertTrue(each.place().line() >= 1 && each.place().line() <= lines, "seed " + seed + ": "
                        + each.getMessage());
            }
        }
    }

    @Test
    void whatWasWrittenIsWhatIsRead() {
        for (long seed = 1; seed <= 3_000; seed++) {
            Random random = new Random(seed);
            List<Statement> tree = tree(random, 3);
            StringBuilder text = new StringBuilder();
            tree.forEach(s -> write(s, random, text));
            List<Statement> read = parse(text.toString());
            assertEquals(List.of(), problems, "seed " + seed);
            assertEquals(shape(tree), shape(read), "seed " + seed);
        }
    }

    private static List<Statement> tree(Random random, int depth) {
        List<Statement> level = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            List<String> args = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                args.add(word(random));
            }
            List<Statement> block = depth > 0 && random.nextInt(3) == 0 ? tree(random, depth - 1) : null;
            level.add(new Statement("d" + word(random), args, block, new Place("f", 1)));
        }
        return level;
    }

    private static String word(Random random) {
        String letters = "ab$1.*^~#;{}()\"'\\ \t\r\n\u00e4/=";
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    private static void write(Statement s, Random random, StringBuilder to) {
        quote(s.name(), to);
        for (String each : s.args()) {
            to.append(random.nextBoolean() ? " " : "\n  # a comment; {\n");
            quote(each, to);
        }
        if (s.block() == null) {
            to.append(";");
            return;
        }
        to.append(" {\n");
        s.block().forEach(inner -> write(inner, random, to));
        to.append("}");
    }

    private static void quote(String word, StringBuilder to) {
        to.append('"').append(word.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }

    private static String shape(List<Statement> tree) {
        StringBuilder shape = new StringBuilder("[");
        tree.forEach(s -> shape.append(s.name()).append(s.args()).append(s.block() == null ? "" : shape(s.block())));
        return shape.append(']').toString();
    }
}
