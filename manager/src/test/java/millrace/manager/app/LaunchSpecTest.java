package millrace.manager.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.cluster.AppSpec;
import millrace.cluster.AppSpec.Protocol;
import millrace.manager.config.AppConfig;
import millrace.manager.program.Program;
import millrace.manager.program.Program.Kind;
import org.junit.jupiter.api.Test;

class LaunchSpecTest {
    private static AppSpec spec(Kind kind, Map<String, ?> more) throws Exception {
        Map<String, Object> attributes = new HashMap<>(Map.of("script", "/srv/app", "cwd", "/"));
        attributes.putAll(more);
        Program program = new Program(List.of("/srv/app"), kind, Map.of());
        return LaunchSpec.of(AppConfig.of(attributes), program, number -> Map.of());
    }

    @Test
    void aSocketToInheritIsForThoseWithoutAProtocol() throws Exception {
        AppSpec python = spec(Kind.PYTHON, Map.of("listen", "127.0.0.1:8000", "instances", 2));
        assertEquals(Protocol.LISTEN_FDS, python.protocol());
        assertEquals(new InetSocketAddress("127.0.0.1", 8000), python.listen());
        assertEquals(
                Protocol.LISTEN_FDS,
                spec(Kind.OTHER, Map.of("listen", 80, "exec_mode", "cluster")).protocol());
        assertEquals(
                Protocol.CLUSTER,
                spec(Kind.NODE, Map.of("listen", 80, "exec_mode", "cluster")).protocol());
    }

    @Test
    void whoHasNoClientsWithoutTheDaemonsGateEndsWithTheDaemon() throws Exception {
        assertTrue(spec(Kind.PYTHON, Map.of("listen", 80)).detached());
        assertFalse(spec(Kind.PYTHON, Map.of("listen", 80, "scheduling", "gateway")).detached());
    }

    @Test
    void whatIsKnownOfAProgramSaysHowItIsSpokenTo() throws Exception {
        assertEquals(Protocol.IPC, spec(Kind.NODE, Map.of()).protocol());
        assertEquals(Protocol.NONE, spec(Kind.PYTHON, Map.of()).protocol());
        assertEquals(Protocol.REUSEPORT, spec(Kind.OTHER, Map.of("exec_mode", "cluster")).protocol());
        assertEquals(Protocol.CLUSTER, spec(Kind.JAVA, Map.of("exec_mode", "cluster")).protocol());
    }

    @Test
    void theEndOfThatNumberIsTheLastAsInPm2() throws Exception {
        assertEquals(15, spec(Kind.NODE, Map.of("max_restarts", 16)).restart().maxEarlyDeaths());
        assertEquals(0, spec(Kind.NODE, Map.of("max_restarts", 1)).restart().maxEarlyDeaths());
        assertEquals(0, spec(Kind.NODE, Map.of("max_restarts", 0)).restart().maxEarlyDeaths());
    }
}
