package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files that Debian's package of nginx brings, where it is installed. */
class ExampleFilesTest {
    private static final Path MAIN = Path.of("/etc/nginx/nginx.conf");

    @Test
    void debiansOwnFilesAreRead() {
        assumeTrue(Files.isReadable(MAIN), "nginx is not installed");
        List<ConfigException> problems = new ArrayList<>();
        Parser parser = new Parser(MAIN.getParent(), problems::add);
        List<Statement> tree = parser.file(MAIN, null);
        for (String each : new String[] {"fastcgi.conf", "proxy_params", "koi-utf", "win-utf",
                "sites-available/default"}) {
            tree = new ArrayList<>(tree);
            tree.addAll(parser.file(MAIN.resolveSibling(each), null));
        }
        assertEquals(List.of(), problems);
        Statement http = tree.stream().filter(s -> s.name().equals("http")).findFirst().orElseThrow();
        Statement types = http.block().stream().filter(s -> s.name().equals("types")).findFirst().orElseThrow();
        assertFalse(types.block().isEmpty());
    }
}
