package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import millrace.manager.Home;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {
    private static final Home HOME = new Home(Path.of("/home/ann/.millrace"));

    private static AppConfig app(Object... pairs) throws ConfigException {
        Map<String, Object> attributes = new HashMap<>(Map.of("script", "/srv/api.js", "cwd", "/srv"));
        for (int i = 0; i < pairs.length; i += 2) {
            attributes.put((String) pairs[i], pairs[i + 1]);
        }
        return AppConfig.of(attributes, HOME);
    }

    @Test
    void aDefaultThatIsWrittenOutIsNoChange() throws Exception {
        ConfigChange change = ConfigChange.between(app(), app("kill_timeout", "1600", "autorestart", true));
        assertTrue(change.isEmpty());
        assertFalse(change.restart());
    }

    @Test
    void aPolicyChangesWhileProcessesRun() throws Exception {
        ConfigChange change = ConfigChange.between(app("max_restarts", 3), app("watch", true));
        assertEquals(Set.of("max_restarts", "watch"), change.keys());
        assertFalse(change.restart());
    }

    @Test
    void instancesAreAChangeInNumber() throws Exception {
        ConfigChange change = ConfigChange.between(app("instances", 4), app("instances", 2));
        assertEquals(-2, change.instances());
        assertEquals(Set.of("instances"), change.keys());
        assertFalse(change.restart());
    }

    @Test
    void instancesThatMakeItAClusterNeedNewProcesses() throws Exception {
        assertTrue(ConfigChange.between(app(), app("instances", 2)).restart());
    }

    @Test
    void whatAProcessIsStartedWithNeedsNewProcesses() throws Exception {
        assertTrue(ConfigChange.between(app(), app("env", Map.of("A", "1"))).restart());
        assertTrue(ConfigChange.between(app(), app("args", "--new")).restart());
    }

    @Test
    void anOptionChangesOnlyWhatItSaysAndLeavesTheEnvironment() throws Exception {
        AppConfig old = app("env", Map.of("A", "1"), "env_test", Map.of("A", "3"), "max_restarts", 2);
        AppConfig now = ConfigChange.applied(old, Map.of("killTimeout", "5s"), Map.of(), null, HOME);
        assertEquals(Map.of("A", "1"), now.environment());
        assertEquals(2, now.restart().maxRestarts());
        assertEquals(5000, now.stop().killTimeoutMillis());
        assertEquals(Set.of("kill_timeout"), ConfigChange.between(old, now).keys());
    }

    @Test
    void whatIsKeptOutOfTheEnvironmentStaysOutWhenItIsUpdated() throws Exception {
        Map<String, String> shell = Map.of("AWS_KEY", "secret", "PATH", "/bin");
        AppConfig prefixes = app("env", Map.of("A", "1"), "filter_env", "AWS_");
        assertEquals(
                Map.of("A", "1", "PATH", "/bin"),
                ConfigChange.applied(prefixes, Map.of(), shell, null, HOME).environment());
        AppConfig all = app("env", Map.of("A", "1"), "filter_env", true);
        assertEquals(
                Map.of("A", "1", "PATH", "/bin"),
                ConfigChange.applied(all, Map.of(), shell, null, HOME).environment());
    }

    @Test
    void theEnvironmentIsUpdatedWhenThatIsAskedFor() throws Exception {
        AppConfig old = app("env", Map.of("A", "1", "KEPT", "1"), "env_test", Map.of("A", "3"));
        Map<String, String> shell = Map.of("A", "2", "B", "2");
        assertEquals(
                Map.of("A", "2", "B", "2", "KEPT", "1"),
                ConfigChange.applied(old, Map.of(), shell, null, HOME).environment());
        assertEquals(
                Map.of("A", "3", "B", "2", "KEPT", "1"),
                ConfigChange.applied(old, Map.of(), shell, "test", HOME).environment());
        assertEquals(
                Map.of("A", "3", "KEPT", "1"),
                ConfigChange.applied(old, Map.of(), Map.of(), "test", HOME).environment());
    }
}
