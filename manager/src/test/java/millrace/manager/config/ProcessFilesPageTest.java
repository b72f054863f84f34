package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With {@code -Ddocs.write=true} it writes the tables into the page instead. */
class ProcessFilesPageTest {
    private static final Path PAGE = Path.of("../docs/process-files.md");
    private static final String BEGIN = "<!-- tables -->\n";
    private static final String END = "<!-- end of tables -->\n";

    @Test
    void thePageHasTheTablesThatTheProgramReads() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + AttributeTables.text() + "\n" + page.substring(end));
            return;
        }
        assertEquals(AttributeTables.text().strip(), page.substring(begin, end).strip());
    }
}
