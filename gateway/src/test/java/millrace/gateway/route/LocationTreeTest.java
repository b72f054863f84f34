package millrace.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.pattern.Captures;
import millrace.gateway.pattern.Pattern;
import org.junit.jupiter.api.Test;

class LocationTreeTest {
    private final Captures captures = new Captures();

    private String find(LocationTree<String> tree, String path) {
        byte[] octets = ("/" + path + "/").getBytes(StandardCharsets.ISO_8859_1);
        LocationTree.Result<String> result = new LocationTree.Result<>();
        tree.find(octets, 1, octets.length - 1, captures, result);
        return result.location() + (result.addSlash() ? "+" : "");
    }

    private static Pattern pattern(String source) throws ConfigException {
        return Pattern.compile(source, false, new Place("nginx.conf", 1));
    }

    @Test
    void anExactNameGoesFirstThenPatternsThenTheLongestBegin() throws ConfigException {
        LocationTree.Builder<String> builder = new LocationTree.Builder<>();
        assertTrue(builder.exact("/", "=/", false));
        assertTrue(builder.prefix("/", "/", false, false, null));
        assertTrue(builder.prefix("/images/", "^~/images/", true, false, null));
        builder.pattern(pattern("\\.(gif|jpg)$"), "gif", null);
        builder.pattern(pattern("casefull"), "casefull", null);
        assertTrue(builder.exact("/foo", "=/foo", false));
        assertTrue(builder.prefix("/foo", "/foo", false, false, null));
        assertTrue(builder.exact("/foo/", "=/foo/", false));
        assertTrue(builder.prefix("/foo/", "/foo/", false, false, null));
        assertFalse(builder.prefix("/foo/", "again", false, false, null));
        assertFalse(builder.exact("/foo/", "again", false));
        LocationTree<String> tree = builder.build();
        assertEquals("=/", find(tree, "/"));
        assertEquals("/", find(tree, "/x"));
        assertEquals("^~/images/", find(tree, "/images/t.gif"));
        assertEquals("gif", find(tree, "/t.gif"));
        assertEquals("gif", captures.text(1));
        assertEquals("gif", find(tree, "/casefull/t.gif"));
        assertEquals("casefull", find(tree, "/casefull/"));
        assertEquals("=/foo", find(tree, "/foo"));
        assertEquals("/foo", find(tree, "/foobar"));
        assertEquals("=/foo/", find(tree, "/foo/"));
        assertEquals("/foo/", find(tree, "/foo/bar"));
    }

    @Test
    void aPathThatLacksTheLastSlashIsSentThereUnlessItIsALocationItself() {
        LocationTree.Builder<String> builder = new LocationTree.Builder<>();
        builder.prefix("/a/", "/a/", false, true, null);
        builder.prefix("/a-a", "/a-a", false, false, null);
        builder.prefix("/a-b", "/a-b", false, false, null);
        builder.prefix("/b/", "/b/", false, true, null);
        builder.prefix("/b", "/b", false, false, null);
        builder.prefix("/c/d/", "/c/d/", false, true, null);
        builder.prefix("/c/dx", "/c/dx", false, false, null);
        LocationTree<String> tree = builder.build();
        assertEquals("/a/+", find(tree, "/a"));
        assertEquals("/a/", find(tree, "/a/"));
        assertEquals("/a-a", find(tree, "/a-a"));
        assertEquals("/b", find(tree, "/b"));
        assertEquals("/c/d/+", find(tree, "/c/d"));
        assertEquals("null", find(tree, "/c"));
        assertEquals("null", find(tree, "/"));
        assertEquals("null", find(tree, ""));
    }

    @Test
    void locationsInsideAreLookedAtBeforeTheOuterPatterns() throws ConfigException {
        LocationTree.Builder<String> inner = new LocationTree.Builder<>();
        inner.prefix("/a/b", "/a/b", true, false, null);
        inner.pattern(pattern("html$"), "inner html", null);
        LocationTree.Builder<String> deep = new LocationTree.Builder<>();
        deep.exact("/x.php", "=/x.php", false);
        LocationTree.Builder<String> builder = new LocationTree.Builder<>();
        builder.prefix("/a/", "/a/", false, false, inner.build());
        builder.pattern(pattern("html|css"), "outer", null);
        builder.pattern(pattern("php"), "php", deep.build());
        LocationTree<String> tree = builder.build();
        assertEquals("inner html", find(tree, "/a/x.html"));
        assertEquals("/a/b", find(tree, "/a/b"));
        assertEquals("/a/", find(tree, "/a/c"));
        assertEquals("outer", find(tree, "/a/x.css"));
        assertEquals("outer", find(tree, "/a/b.css"), "^~ keeps out the patterns of its own level only");
        assertEquals("=/x.php", find(tree, "/x.php"));
        assertEquals("php", find(tree, "/y.php"));
    }

    @Test
    void namesAreFoundAsByALookAtEachOfThem() {
        Random random = new Random(20_261_122);
        for (int round = 0; round < 3_000; round++) {
            LocationTree.Builder<String> builder = new LocationTree.Builder<>();
            List<String> prefixes = new ArrayList<>();
            List<String> exact = new ArrayList<>();
            for (int n = random.nextInt(12); n > 0; n--) {
                String name = path(random);
                if (random.nextInt(3) == 0) {
                    if (builder.exact(name, "=" + name, false)) {
                        exact.add(name);
                    }
                } else if (builder.prefix(name, name, false, name.endsWith("/"), null)) {
                    prefixes.add(name);
                }
            }
            LocationTree<String> tree = builder.build();
            for (int i = 0; i < 20; i++) {
                String path = path(random);
                assertEquals(linear(prefixes, exact, path), find(tree, path), () -> path + " of " + prefixes + exact);
            }
        }
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder(random.nextInt(20) == 0 ? "" : "/");
        for (int n = random.nextInt(6); n > 0; n--) {
            path.append("ab/\u00ff".charAt(random.nextInt(4)));
        }
        return path.toString();
    }

    private static String linear(List<String> prefixes, List<String> exact, String path) {
        if (exact.contains(path)) {
            return "=" + path;
        }
        if (!prefixes.contains(path) && prefixes.contains(path + "/")) {
            return exact.contains(path + "/") ? "=" + path + "/+" : path + "/+";
        }
        String longest = null;
        for (String name : prefixes) {
            if (path.startsWith(name) && (longest == null || name.length() > longest.length())) {
                longest = name;
            }
        }
        return String.valueOf(longest);
    }
}
