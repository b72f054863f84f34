package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexerTest {
    private static List<String> words(String text) throws ConfigException {
        Lexer lexer = new Lexer(text, "f");
        lexer.next();
        return lexer.words();
    }

    private static String problem(String text) {
        Lexer lexer = new Lexer(text, "f");
        return assertThrows(ConfigException.class, () -> {
            while (lexer.next() != Lexer.End.FILE) {
                lexer.words();
            }
        }).problem();
    }

    @Test
    void wordsAreSeparatedByBlanksAndQuotesKeepThem() throws ConfigException {
        assertEquals(List.of("a", "b c", "d;e", "", "f"), words("a  'b c'\t\"d;e\"\n '' f ;"));
    }

    @Test
    void aHashIsACommentOnlyWhereAWordMayBegin() throws ConfigException {
        assertEquals(List.of("a", "b#c", "d"), words("# x;\na b#c # y ; {\n d;"));
    }

    @Test
    void onlyQuotesBackslashesAndThreeLettersLoseTheirBackslash() throws ConfigException {
        assertEquals(List.of("a", "\\.php$", "\"'\\", "\t\r\n", "x\\ y\\;z", "a\"b"),
                words("a \\.php$ \\\"\\'\\\\ \\t\\r\\n x\\ y\\;z 'a\\\"b';"));
    }

    @Test
    void aBraceAfterADollarBelongsToTheWordAndAnyOtherOpensABlock() throws ConfigException {
        assertEquals(List.of("a", "x${b}c"), words("a x${b}c;"));
        assertEquals(List.of("a", "${b}"), words("a ${b};"));
        assertEquals(List.of("a", "b"), words("a b{"));
        assertEquals(List.of("a", "b}"), words("a b};"));
        assertEquals(List.of("a", "^/\\d{2}$"), words("a '^/\\d{2}$' {"));
    }

    @Test
    void aBracketMayFollowAQuoteAsInConditions() throws ConfigException {
        assertEquals(List.of("if", "($a", "=", "b", ")"), words("if ($a = \"b\") {"));
    }

    @Test
    void mistakesInNginxsWords() {
        assertEquals("unexpected \"}\"", problem("a b }"));
        assertEquals("unexpected \";\"", problem("a; ;"));
        assertEquals("unexpected \"{\"", problem("{"));
        assertEquals("unexpected \"x\"", problem("a \"b\"x;"));
        assertEquals("unexpected end of file, expecting \";\" or \"}\"", problem("a b"));
        assertEquals("unexpected end of file, expecting \";\" or \"}\"", problem("a 'b;"));
    }

    @Test
    void thePlaceIsTheLineOfTheEndOfADirective() throws ConfigException {
        Lexer lexer = new Lexer("a\n'x\ny'\n;\nb {", "f");
        List<Integer> lines = new ArrayList<>();
        while (lexer.next() != Lexer.End.FILE) {
            lines.add(lexer.place().line());
        }
        assertEquals(List.of(4, 5), lines);
    }
}
