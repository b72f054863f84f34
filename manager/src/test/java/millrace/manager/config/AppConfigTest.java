package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import millrace.cluster.Scheduling;
import millrace.cluster.json.Json;
import millrace.manager.Home;
import org.junit.jupiter.api.Test;

class AppConfigTest {
    private static final Home HOME = new Home(Path.of("/home/ann/.millrace"));

    @Test
    void aScriptAloneHasPm2sDefaults() throws Exception {
        AppConfig app = AppConfig.of(Map.of("script", "/srv/api.js", "cwd", "/srv"), HOME);
        assertEquals("api", app.name());
        assertEquals("default", app.namespace());
        assertEquals(Mode.FORK, app.mode());
        assertEquals(1, app.instances());
        assertEquals(Scheduling.ROUND_ROBIN, app.scheduling());
        assertEquals(new Readiness(false, 3000), app.ready());
        assertEquals(new RestartConfig(true, 1000, 16, 0, 0, Set.of(), 0, null), app.restart());
        assertEquals(new StopConfig("INT", 1600, true, false), app.stop());
        assertEquals(new WatchConfig(List.of(), List.of(".*", "node_modules"), 0), app.watch());
        assertEquals("NODE_APP_INSTANCE", app.instanceVar());
        assertEquals(Path.of("/home/ann/.millrace/logs/api-out.log"), app.logs().out(0));
        assertEquals(Path.of("/home/ann/.millrace/logs/api-error.log"), app.logs().error(0));
        assertEquals(Path.of("/home/ann/.millrace/pids/api-0.pid"), app.pidFile(0));
        assertNull(app.health());
        assertNull(app.interpreter());
    }

    @Test
    void instancesMakeANodeAppAClusterWithALogEach() throws Exception {
        AppConfig app = AppConfig.of(Map.of("script", "/srv/api.js", "instances", "max"), HOME);
        assertEquals(Mode.CLUSTER, app.mode());
        assertEquals(Runtime.getRuntime().availableProcessors(), app.instances());
        assertEquals(Path.of("/home/ann/.millrace/logs/api-out-3.log"), app.logs().out(3));
        assertEquals(Mode.FORK, AppConfig.of(Map.of("script", "/srv/api.py", "instances", 2), HOME).mode());
        assertEquals(1, AppConfig.of(Map.of("script", "/srv/api.js", "instances", -9999), HOME).instances());
    }

    @Test
    void attributesSurviveTheWire() throws Exception {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("exec", "/srv/api.js");
        given.put("maxMemoryRestart", "300M");
        given.put("min_uptime", "5s");
        given.put("args", "--port 80 'a b'");
        given.put("env", Map.of("A", 1, "O", Map.of("x", List.of(1))));
        given.put("health", "http://localhost:$PORT/up");
        given.put("stop_exit_codes", 7);
        given.put("vizion", false);
        AppConfig app = AppConfig.of(given, HOME);
        assertEquals(300L << 20, app.maxMemoryBytes());
        assertEquals(List.of("--port", "80", "a b"), app.args());
        assertEquals("{\"x\":[1]}", app.environment().get("O"));
        assertEquals(HealthConfig.Probe.HTTP, app.health().probe());

        byte[] line = Json.line(app.attributes());
        String text = new String(line, StandardCharsets.UTF_8);
        Object read = Json.read(line, 0, line.length);
        assertEquals(app, AppConfig.of(strings((Map<?, ?>) read), HOME), text);
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        Map<String, Object> strings = new LinkedHashMap<>();
        map.forEach((key, value) -> strings.put((String) key, value));
        return strings;
    }

    @Test
    void aSocketToInheritIsAPortOrAnAddressWithOne() throws Exception {
        assertEquals(
                Optional.of(new InetSocketAddress("::1", 8000)),
                AppConfig.of(Map.of("script", "/a.py", "listen", "[::1]:8000"), HOME).listen());
        assertTrue(AppConfig.of(Map.of("script", "/a.py", "listen", 80), HOME).listen().orElseThrow()
                .getAddress().isAnyLocalAddress());
        for (String wrong : List.of("99999", "host:80", "[::1]", "[:::]:80", "1.2.3.400:80")) {
            assertThrows(ConfigException.class, () -> AppConfig.of(Map.of("script", "/a", "listen", wrong), HOME), wrong);
        }
    }

    @Test
    void aNameThatWouldSteerTheTerminalIsRefused() {
        for (String key : List.of("name", "namespace")) {
            assertThrows(
                    ConfigException.class, () -> AppConfig.of(Map.of("script", "/a.js", key, "a\u001b[2J"), HOME), key);
        }
    }

    @Test
    void aMisspeltAttributeIsNamedWithTheOneThatWasMeant() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> AppConfig.of(Map.of("script", "/a.js", "max_restart", 3), HOME));
        assertEquals("unknown attribute \"max_restart\"; did you mean \"max_restarts\"?", e.getMessage());
    }
}
