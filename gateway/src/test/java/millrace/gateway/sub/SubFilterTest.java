package millrace.gateway.sub;

import static millrace.gateway.content.ServedFolder.body;
import static millrace.gateway.content.ServedFolder.field;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import millrace.gateway.config.Feature;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.server.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SubFilterTest {
    @TempDir
    Path folder;

    /** Answers in the pieces that the arguments have, parted by dots, as an upstream's chunks come. */
    private static final Feature PIECES = registry -> registry.phase(Phase.CONTENT, SubFilterTest::pieces);

    private static int pieces(Exchange x) {
        x.reply().headers().add("Content-Type", x.uri().is("/text") ? "text/plain" : "text/html; charset=utf-8");
        x.reply().headers().add("ETag", "\"a\"");
        x.reply().lastModified(1_000_000_000);
        if (x.uri().is("/zipped")) {
            x.reply().headers().add("Content-Encoding", "gzip");
        }
        x.reply().contentLength(x.uri().is("/known") ? x.args().toString().replace(".", "").length() : -1);
        x.reply().send();
        for (String piece : x.args().toString().split("\\.")) {
            byte[] octets = piece.getBytes(StandardCharsets.ISO_8859_1);
            x.reply().write(octets, 0, octets.length);
        }
        x.reply().end();
        return Phase.DONE;
    }

    private String filtered(String lines, String path, String pieces) throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, lines, "", PIECES)) {
            return gateway.get(path + "?" + pieces, "");
        }
    }

    @Test
    void textsAreReplacedInEitherCaseWhereverTheBodyIsCut() throws Exception {
        String lines = "sub_filter_once off; sub_filter </head> <b></head>; sub_filter foo $arg_x; sub_filter foobar no;";
        assertEquals("a<<b></head><b></head>-", body(filtered(lines, "/", "a<.</.he.ad></H.EAD>f.o.o-")));
        assertEquals("<</hea_fo", body(filtered(lines, "/", "<.</hea_f.o")));
        assertEquals("bar", body(filtered(lines, "/", "foo.bar")));
        assertEquals("foofoo", body(filtered(lines, "/text", "foofoo")));
        assertEquals("", body(filtered("sub_filter_types *;" + lines, "/text", "foofoo")));
    }

    @Test
    void eachTextIsReplacedOnceUnlessAllAreToBe() throws Exception {
        assertEquals("1a2b", body(filtered("sub_filter a 1; sub_filter b 2;", "/", "aabb")));
        assertEquals("1122", body(filtered("sub_filter a 1; sub_filter b 2; sub_filter_once off;", "/", "aabb")));
        assertEquals("$arg", body(filtered("sub_filter '$arg_none' 1;", "/", "$arg")));
    }

    @Test
    void whatWasKnownOfTheBodyIsNotToldOfAnother() throws Exception {
        String changed = filtered("sub_filter a bcd;", "/known", "xax");
        assertEquals("xbcdx", body(changed));
        assertEquals("", field(changed, "Content-Length") + field(changed, "ETag") + field(changed, "Last-Modified"));
        String kept = filtered("sub_filter a bcd; sub_filter_last_modified on;", "/known", "xax");
        assertEquals("W/\"a\"", field(kept, "ETag"));
        assertEquals("Sun, 09 Sep 2001 01:46:40 GMT", field(kept, "Last-Modified"));
        assertEquals("xax", body(filtered("sub_filter a b;", "/zipped", "xax")));
    }

    @Test
    void anyTextsInAnyPiecesAreReplacedAsInOnePiece() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            List<String> wanted = new ArrayList<>();
            while (wanted.size() < 3) {
                wanted.add(letters(random, 1 + random.nextInt(5)));
            }
            String lines = "sub_filter_once off;" + wanted.stream()
                    .map(each -> "sub_filter " + each + " <" + each + ">;").collect(Collectors.joining());
            String pieces = String.join(".", letters(random, 30).split("(?<=\\G.{" + (1 + random.nextInt(4)) + "})"));
            assertEquals(replaced(pieces.replace(".", ""), wanted), body(filtered(lines, "/", pieces)), "seed " + seed);
        }
    }

    private static String letters(Random random, int count) {
        return random.ints(count, 0, 4).mapToObj("abAB"::charAt).map(String::valueOf).collect(Collectors.joining());
    }

    /** At each place the first text that is there, letter by letter. */
    private static String replaced(String text, List<String> wanted) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int from = at;
            String found = wanted.stream()
                    .filter(each -> text.toLowerCase(Locale.ROOT).startsWith(each.toLowerCase(Locale.ROOT), from))
                    .findFirst().orElse(null);
            result.append(found == null ? text.substring(at, at + 1) : "<" + found + ">");
            at += found == null ? 1 : found.length();
        }
        return result.toString();
    }
}
