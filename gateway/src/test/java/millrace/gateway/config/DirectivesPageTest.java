package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import millrace.gateway.Features;
import org.junit.jupiter.api.Test;

class DirectivesPageTest {
    private static final Path PAGE = Path.of("../docs/gateway-directives.md");
    private static final String BEGIN = "<!-- table -->\n";
    private static final String END = "<!-- end of table -->\n";

    private final Registry registry = Registry.of(Features.all());

    /** With {@code -Ddocs.write=true} it writes the table into the page instead. */
    @Test
    void thePageHasTheTableThatFilesAreReadWith() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        String table = DirectiveListing.page(registry);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
            return;
        }
        assertEquals(table.strip(), page.substring(begin, end).strip(),
                "docs/gateway-directives.md is out of date: run mvn test -pl gateway -am -Dtest=DirectivesPageTest"
                        + " -Ddocs.write=true -Dsurefire.failIfNoSpecifiedTests=false");
    }

    @Test
    void everyDirectiveSaysWhatItDoes() {
        for (Directive each : registry.directives()) {
            assertNotEquals("", each.doc(), each.name());
        }
    }
}
