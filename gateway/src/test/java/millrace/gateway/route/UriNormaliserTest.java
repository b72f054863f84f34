package millrace.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UriNormaliserTest {
    private static final String[] PIECES = {"/", "/", "/", "//", ".", ".", "..", "/..", "/../", "/./", "a", "bc", "%2e",
        "%2F", "%2f", "%41", "%25", "%23", "%3f", "%3F", "%2B", "+", "?", "#", "%", "%4", "%zz", "%00", "%80", "\u00ff",
        "&x=1", "..."};

    private final UriNormaliser normaliser = new UriNormaliser();

    /** Path, a blank, and the arguments; {@code 400} if it is refused. */
    private String read(String target, boolean merge) {
        byte[] octets = ("<" + target + ">").getBytes(StandardCharsets.ISO_8859_1);
        if (!normaliser.read(octets, 1, octets.length - 1, merge)) {
            return "400";
        }
        return text(normaliser.bytes(), normaliser.start(), normaliser.end()) + " "
                + (normaliser.argsStart() < 0 ? "-" : text(octets, normaliser.argsStart(), normaliser.argsEnd()));
    }

    private static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Test
    void targetsComeOutAsInNginx() {
        assertEquals("/foo/bar/ args", read("/foo/bar/.?args", true));
        assertEquals("/foo/ -", read("/foo/bar/..#frag", true));
        assertEquals("/ args", read("/?args#frag", true));
        assertEquals("/foo/bar -", read("/foo//../bar", false));
        assertEquals("/foo//bar -", read("/foo///../bar", false));
        assertEquals("/bar -", read("/foo//../bar", true));
        assertEquals("/\u0002 -", read("/%02", true));
        assertEquals("/a?b -", read("/a%3Fb", true));
        assertEquals("/.hidden/..x -", read("/.hidden/..x", true));
        assertEquals("/b -", read("/a/%2e%2e/b", true));
        assertEquals("/%2e -", read("/%252e", true));
    }

    @Test
    void whatIsMalformedOrClimbsAboveTheRootIsRefused() {
        for (String target : new String[] {"/foo%", "/foo%1", "/foo%gg", "/%00", "/..", "/../etc", "/a/../..",
            "/a/%2e%2e%2f%2e%2e/b", "/%2e%2e"}) {
            assertEquals("400", read(target, true), target);
        }
    }

    @Test
    void aPathThatNeedsNothingStaysWhereItIs() {
        byte[] octets = "GET /a.b/c-d..e?x=/../ HTTP/1.1".getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(normaliser.read(octets, 4, 22, true));
        assertSame(octets, normaliser.bytes());
        assertEquals(4, normaliser.start());
        assertEquals("/a.b/c-d..e", text(octets, 4, normaliser.end()));
    }

    @Test
    void itAgreesWithASlowOracle() {
        Random random = new Random(20_261_122);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder target = new StringBuilder("/");
            for (int n = random.nextInt(9); n > 0; n--) {
                target.append(PIECES[random.nextInt(PIECES.length)]);
            }
            boolean merge = random.nextBoolean();
            assertEquals(oracle(target.toString(), merge), read(target.toString(), merge), target + " " + merge);
        }
    }

    /** Decodes all of the path first, then goes over its segments. */
    private static String oracle(String target, boolean merge) {
        String whole = target.indexOf('#') < 0 ? target : target.substring(0, target.indexOf('#'));
        int question = whole.indexOf('?');
        String raw = question < 0 ? whole : whole.substring(0, question);
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') {
                decoded.append(raw.charAt(i));
            } else if (raw.substring(i).matches("(?s)%(0[1-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F]).*")) {
                decoded.append((char) Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                return "400";
            }
        }
        String[] segments = decoded.substring(1).split("/", -1);
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..") && folders.isEmpty()) {
                return "400";
            }
            if (segments[i].equals("..")) {
                folders.removeLast();
            } else if (!last && !segments[i].equals(".") && !(merge && segments[i].isEmpty())) {
                folders.add(segments[i]);
            }
        }
        String file = segments[segments.length - 1];
        StringBuilder path = new StringBuilder("/");
        folders.forEach(folder -> path.append(folder).append('/'));
        path.append(file.equals(".") || file.equals("..") ? "" : file);
        return path + " " + (question < 0 ? "-" : whole.substring(question + 1));
    }
}
