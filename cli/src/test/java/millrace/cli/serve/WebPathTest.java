package millrace.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import millrace.http.HttpException;
import org.junit.jupiter.api.Test;

class WebPathTest {
    @Test
    void aPathIsDecodedOnceAndStaysInTheFolder() throws HttpException {
        assertEquals("", WebPath.relative("/"));
        assertEquals("a/b.txt", WebPath.relative("/a//./b.txt"));
        assertEquals("a b/ü", WebPath.relative("/a%20b/%C3%BC"));
        assertEquals("%2e%2e", WebPath.relative("/%252e%252e"));
        assertEquals(".well-known/x", WebPath.relative("/.well-known/x"));
    }

    @Test
    void whatLeadsUpwardOrIsHiddenIsNotThere() {
        for (String path : List.of("/../x", "/a/../../x", "/%2e%2e/x", "/..%2fx", "/.git/config", "/a/.env", "/a%5c..%5cx")) {
            assertEquals(404, assertThrows(HttpException.class, () -> WebPath.relative(path), path).status(), path);
        }
        for (String path : List.of("/%", "/%4", "/%zz", "/a%00b", "/%ff")) {
            assertEquals(400, assertThrows(HttpException.class, () -> WebPath.relative(path), path).status(), path);
        }
    }

    @Test
    void nothingThatIsDrawnLeavesTheFolder() {
        Path root = Path.of("/srv/www");
        String[] pieces = {"/", ".", "..", "%2e", "%2E", "%2f", "%5c", "\\", "a", "%", "%00", "é", "~", "//", "%252e"};
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(9); n > 0; n--) {
                path.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                String relative = WebPath.relative(path.toString());
                assertFalse(relative.startsWith("/"), path.toString());
                assertTrue(root.resolve(relative).normalize().startsWith(root), path.toString());
            } catch (HttpException refused) {
                assertFalse(refused.getMessage().isBlank(), path.toString());
            }
        }
    }
}
