package millrace.manager.survive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupTest {
    private final List<String> said = new ArrayList<>();
    private final Startup startup = new Startup(
            new SystemdUnit("millrace-ann", "ann", Path.of("/home/ann/.millrace"), Path.of("/opt/millrace/millrace"),
                    Path.of("/opt/jdk"), "/bin", false),
            Path.of("/home/ann"),
            false,
            said::add);

    @Test
    void whoIsNotRootIsGivenTheCommandAndNothingIsDone() throws Exception {
        assertEquals(1, startup.install());
        assertEquals(
                "sudo env PATH=$PATH:/opt/jdk/bin /opt/millrace/millrace startup systemd -u ann --hp /home/ann",
                said.getLast());
        assertEquals(1, startup.remove());
        assertEquals(
                "sudo env PATH=$PATH:/opt/jdk/bin /opt/millrace/millrace unstartup systemd -u ann --hp /home/ann",
                said.getLast());
    }

    @Test
    void aDryRunShowsTheUnitAndWhereItWouldBe() {
        assertEquals(0, startup.show());
        assertEquals("# /etc/systemd/system/millrace-ann.service", said.getFirst());
        assertTrue(said.contains("User=ann"));
    }

    @Test
    void anotherInitSystemIsNamedWithTheWayOut() {
        assertNull(Startup.unsupported(null));
        assertNull(Startup.unsupported("ubuntu"));
        assertTrue(Startup.unsupported("openrc").contains("millrace resurrect"));
    }
}
