package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredTest {
    @TempDir
    Path folder;

    private Invocation here;

    @BeforeEach
    void surroundings() throws Exception {
        folder = folder.toRealPath();
        here = new Invocation(Map.of(), null, Set.of(), folder, System.getenv(), Map.of());
    }

    @Test
    void anAppWhoseScriptIsGoneCanStillBeNamed() throws Exception {
        Files.writeString(folder.resolve("apps.json"), "[{name: 'a', script: 'gone.js'}, {script: 'b.js', name_prefix: 'x-'}]");
        assertEquals(List.of("a", "x-b"), Declared.names("apps.json", here));
        assertEquals(List.of("a"), Declared.names("apps.json", here.withOnly(Set.of("a"))));
        assertThrows(ConfigException.class, () -> Declared.ofFiles(List.of("apps.json"), here));
    }

    @Test
    void aScriptComesWithItsArgumentsAndOptions() throws Exception {
        Files.createFile(folder.resolve("app.js"));
        Map<String, Object> app = Declared.ofScript(
                        "app.js", List.of("--port", "80"), here.withOptions(Map.of("instances", "max", "name", "api")))
                .apps()
                .getFirst();
        AppConfig config = AppConfig.of(app);
        assertEquals("api", config.name());
        assertEquals(Mode.CLUSTER, config.mode());
        assertEquals(List.of("--port", "80"), config.args());
        assertEquals(folder.resolve("app.js"), config.script());
        assertEquals(System.getenv("PATH"), config.environment().get("PATH"));
    }

    @Test
    void optionsForAnAppThatIsThereHavePathsFromHere() throws Exception {
        Map<String, Object> options = Map.of(
                "output", "out.log", "error", "NULL", "cwd", "sub", "kill_timeout", "5s", "instances", "3", "port", "80");
        assertEquals(
                Map.of(
                        "out_file", folder.resolve("out.log").toString(),
                        "error_file", "/dev/null",
                        "cwd", folder.resolve("sub").toString(),
                        "kill_timeout", 5000L),
                Declared.options(here.withOptions(options)));
    }

    @Test
    void aScriptMayMeanAProgramThatTheCommandBringsUnlessThereIsSuchAFile() throws Exception {
        Invocation bringing = here.withPrograms(Map.of("serve", List.of("/bin/sh", "-x", "server")));
        Files.writeString(folder.resolve("apps.json"), "[{script: 'serve', env: {PM2_SERVE_PORT: 80}}]");
        Map<String, Object> app = Declared.ofFiles(List.of("apps.json"), bringing).apps().getFirst();
        assertEquals("serve", app.get("name"));
        assertEquals("/bin/sh", app.get("script"));
        assertEquals(List.of("-x", "server"), app.get("args"));
        assertEquals("none", app.get("interpreter"));
        Files.createFile(folder.resolve("serve"));
        assertEquals(
                folder.resolve("serve").toString(),
                Declared.ofFiles(List.of("apps.json"), bringing).apps().getFirst().get("script"));
    }

    @Test
    void whatComesThroughStandardInputIsJson() throws Exception {
        Files.createFile(folder.resolve("app.js"));
        Declared declared = Declared.ofText("{apps: [{script: 'app.js'}]}", here);
        assertEquals("app", declared.apps().getFirst().get("name"));
        ConfigException e = assertThrows(ConfigException.class, () -> Declared.ofText("{apps: [{script: ", here));
        assertTrue(e.getMessage().startsWith("standard input:1: "), e.getMessage());
    }

    @Test
    void complaintsShowNoSecrets() throws Exception {
        Files.createFile(folder.resolve("app.js"));
        for (String wrong : List.of(
                "[{script: 'app.js', env: 'TOKEN=hunter2'}]",
                "[{script: 'app.js', env_test: ['TOKEN=hunter2']}]",
                "[['TOKEN=hunter2']]")) {
            ConfigException e = assertThrows(ConfigException.class, () -> Declared.ofText(wrong, here), wrong);
            assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
        }
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws Exception {
        Files.writeString(folder.resolve("large.json"), " ".repeat(5 << 20) + "[{script: 'app.js'}]");
        ConfigException e = assertThrows(ConfigException.class, () -> Declared.ofFiles(List.of("large.json"), here));
        assertTrue(e.getMessage().contains("larger than 4 MiB"), e.getMessage());
    }

    @Test
    void severalThatCannotShareAPortAreToldHowTheyCould() throws Exception {
        for (String script : List.of("web.rb", "web.py", "web.js")) {
            Files.createFile(folder.resolve(script));
        }
        List<String> notes = Declared.ofText("[{script: 'web.rb', instances: 2, port: 8123}]", here).notes();
        assertTrue(notes.getFirst().contains("--listen 8123"), notes.toString());
        for (String well : List.of(
                "{script: 'web.rb'}",
                "{script: 'web.js', instances: 2}",
                "{script: 'web.py', instances: 2}",
                "{script: 'web.rb', instances: 2, listen: 8123}",
                "{script: 'web.rb', instances: 2, increment_var: 'PORT'}",
                "{script: 'web.rb', instances: 2, exec_mode: 'fork'}")) {
            assertEquals(List.of(), Declared.ofText("[" + well + "]", here).notes(), well);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        ConfigException e = assertThrows(ConfigException.class, () -> Declared.ofFiles(List.of("none.json"), here));
        assertEquals("there is no file " + folder.resolve("none.json"), e.getMessage());
    }

    @Test
    void theNameSaysWhetherItIsAProcessFile() {
        for (String name : List.of("a.json", "x/ecosystem.config.js", "b.config.cjs", "c.config.mjs", "d.yml", "e.yaml",
                "process.json5", "ecosystem.config.js.bak")) {
            assertTrue(ProcessFile.isNamed(name), name);
        }
        for (String name : List.of("app.js", "config.js", "all", "x.json/app.js", "0")) {
            assertEquals(false, ProcessFile.isNamed(name), name);
        }
    }
}
