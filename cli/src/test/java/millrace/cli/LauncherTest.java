package millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import millrace.manager.program.SearchPath;
import millrace.rules.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code millrace}, run as it is, in a folder with a space in its name, with JDKs and a Maven that are
 * scripts and tell what they were given.
 */
class LauncherTest {
    private static final List<String> TOOLS = List.of(
            "awk", "cat", "cp", "env", "find", "flock", "grep", "mkdir", "mv", "readlink", "rm", "sed", "tee", "touch");

    @TempDir
    Path folder;

    private Path home;
    private Path bin;
    private Path jdks;

    private record Outcome(int exitCode, String output) {}

    @BeforeEach
    void aCopyOfTheScriptAndAPathWithoutJava() throws IOException {
        home = Files.createDirectories(folder.resolve("mill race"));
        Files.copy(Repository.ROOT.resolve("millrace"), home.resolve("millrace"));
        assertTrue(home.resolve("millrace").toFile().setExecutable(true));
        bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Path installed = new SearchPath("/usr/bin:/bin").find(tool).orElseThrow();
            program(bin.resolve(tool), "exec " + installed + " \"$@\"");
        }
        jdks = Files.createDirectories(folder.resolve("jdks"));
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        built();
        jdk("old", "17.0.15");
        Outcome outcome = millrace(Map.of("JAVA_HOME", jdks.resolve("old").toString()), "--version");
        assertEquals(1, outcome.exitCode);
        assertTrue(outcome.output.contains("no JDK 25 or later found"), outcome.output);
        assertTrue(outcome.output.contains(jdks.resolve("old").toString()), outcome.output);
        assertTrue(outcome.output.contains("apt-get install"), outcome.output);
        assertTrue(outcome.output.contains("sdk install java"), outcome.output);
    }

    @Test
    void aJreWithoutACompilerIsNoJdk() throws Exception {
        built();
        Files.delete(jdk("jre", "25.0.1").resolve("bin/javac"));
        assertEquals(1, millrace(Map.of(), "--version").exitCode);
    }

    @Test
    void aJdkIsFoundInEveryPlaceAndTheUsersOwnComesFirst() throws Exception {
        built();
        jdk("a-17", "17");
        Path packaged = jdk("b-25", "25.0.3");
        Path sdkman = jdk("../sdkman/candidates/java/26", "26-ea");
        Path own = jdk("../own", "27.0.1");
        Map<String, String> noPackages = Map.of("MILLRACE_JDKS", "/nowhere", "SDKMAN_DIR", folder + "/sdkman");
        assertEquals(packaged, javaHome(millrace(Map.of("SDKMAN_DIR", folder + "/sdkman"), "--version")));
        assertEquals(sdkman, javaHome(millrace(noPackages, "--version")));
        assertEquals(own, javaHome(millrace(Map.of("JAVA_HOME", own.toString()), "--version")));
        Files.createSymbolicLink(bin.resolve("java"), own.resolve("bin/java"));
        assertEquals(own, javaHome(millrace(noPackages, "--version")));
    }

    @Test
    void argumentsArriveWholeThroughASymbolicLinkAndFromAnyFolder() throws Exception {
        built();
        jdk("25", "25");
        Path link = Files.createSymbolicLink(bin.resolve("mr"), home.resolve("millrace"));
        Outcome outcome = run(Map.of(), folder, link.toString(), "help", "a b", "", "*");
        assertEquals(0, outcome.exitCode, outcome.output);
        List<String> lines = outcome.output.lines().toList();
        int main = lines.lastIndexOf("millrace.cli.Main");
        assertEquals(List.of("help", "a b", "", "*"), lines.subList(main + 1, lines.size()));
        assertTrue(outcome.output.contains("@" + home + "/target/dist/jvm.args"), outcome.output);
    }

    @Test
    void aServersSignalsAreBlockedFromBirthAndAnothersAreNot() throws Exception {
        built();
        jdk("25", "25");
        long term = 1 << 14;
        assertEquals(term, blocked(millrace(Map.of(), "runtime", "app.js")) & term);
        assertEquals(0, blocked(millrace(Map.of(), "help")) & term);
        assertTrue(millrace(Map.of(), "runtime", "app.js").output.contains("-Xrs"));
    }

    @Test
    void theGatewaysSignalsAreBlockedAndMissingDescriptorsAreThere() throws Exception {
        built();
        jdk("25", "25");
        program(jdks.resolve("25/bin/java"), "grep SigBlk /proc/self/status; readlink /proc/self/fd/2");
        Path script = home.resolve("millrace");
        Outcome outcome = run(Map.of(), Path.of("/"), "/bin/bash", "-c", "exec '" + script + "' gateway 2>&-");
        long quit = 1 << 2;
        assertEquals(quit, blocked(outcome) & quit);
        assertTrue(outcome.output.contains("/dev/null"), outcome.output);
    }

    @Test
    void nginxsVersionTakesNoJava() throws Exception {
        Files.createDirectories(home.resolve("bin"));
        Path script = home.resolve("bin/millrace-nginx");
        Files.copy(Repository.ROOT.resolve("bin/millrace-nginx"), script);
        assertTrue(script.toFile().setExecutable(true));
        Outcome version = run(Map.of(), folder, script.toString(), "-v");
        assertEquals(0, version.exitCode, version.output);
        assertTrue(version.output.matches("nginx version: nginx/1\\.[0-9.]+ .*\n"), version.output);
        Outcome modules = run(Map.of(), folder, script.toString(), "-V");
        assertTrue(modules.output.startsWith(version.output), modules.output);
        assertTrue(modules.output.contains("configure arguments: --prefix="), modules.output);
    }

    @Test
    void nginxsOptionsReachTheGatewayWhole() throws Exception {
        built();
        jdk("25", "25");
        Path script = Files.createDirectories(home.resolve("bin")).resolve("millrace-nginx");
        Files.copy(Repository.ROOT.resolve("bin/millrace-nginx"), script);
        assertTrue(script.toFile().setExecutable(true));
        Path link = Files.createSymbolicLink(bin.resolve("nginx"), script);
        Outcome outcome = run(Map.of(), folder, link.toString(), "-p", "a b", "-g", "pid x; daemon off;");
        List<String> lines = outcome.output.lines().toList();
        int main = lines.lastIndexOf("millrace.cli.gateway.GatewayCommand");
        assertEquals(List.of("-p", "a b", "-g", "pid x; daemon off;"), lines.subList(main + 1, lines.size()));
    }

    @Test
    void theLoadTestersFlagsReachItWhole() throws Exception {
        built();
        jdk("25", "25");
        List<String> lines =
                millrace(Map.of(), "bench", "-H", "a: b c", "-c", "2", "http://x/").output.lines().toList();
        int main = lines.lastIndexOf("millrace.cli.bench.BenchCommand");
        assertEquals(List.of("-H", "a: b c", "-c", "2", "http://x/"), lines.subList(main + 1, lines.size()));
    }

    @Test
    void itBuildsOnFirstUseAndWhenASourceIsNewerAndElseDoesNot() throws Exception {
        jdk("25", "25");
        Path source = sources();
        maven("echo '[INFO] Building Millrace: os 0.1   [2/6]'; mkdir -p cli/target/lib; touch cli/target/lib/a.jar");
        Outcome first = millrace(Map.of(), "--version");
        assertEquals(0, first.exitCode, first.output);
        assertTrue(first.output.contains("  os [2/6]"), first.output);
        assertFalse(millrace(Map.of(), "--version").output.contains("os [2/6]"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        assertTrue(millrace(Map.of(), "--version").output.contains("os [2/6]"));
    }

    @Test
    void aBuildThatFailsShowsItsErrorsAndNamesTheLog() throws Exception {
        jdk("25", "25");
        sources();
        maven("echo '[INFO] noise'; echo '[ERROR] A.java:[1,2] no such type'; echo '[ERROR] -> [Help 1]'; exit 1");
        Outcome outcome = millrace(Map.of(), "--version");
        assertEquals(1, outcome.exitCode);
        assertTrue(outcome.output.contains("  A.java:[1,2] no such type"), outcome.output);
        assertTrue(outcome.output.contains(home + "/target/build.log"), outcome.output);
        assertFalse(outcome.output.contains("noise"), outcome.output);
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        jdk("25", "25");
        sources();
        Outcome outcome = millrace(Map.of(), "--version");
        assertEquals(1, outcome.exitCode);
        assertTrue(outcome.output.contains("apt-get install maven"), outcome.output);
    }

    /** A copy without sources, as a package would install it. */
    private void built() throws IOException {
        Files.createDirectories(home.resolve("target/dist/lib"));
    }

    private Path sources() throws IOException {
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("os/src/main"));
        Files.createFile(home.resolve("os/pom.xml"));
        return Files.createFile(home.resolve("os/src/main/A.java"));
    }

    private void maven(String script) throws IOException {
        program(bin.resolve("mvn"), "cd \"$3\" 2> /dev/null || cd \"${3%/*}\"\n" + script);
    }

    /** Its java says its own place, the mask of blocked signals, and its arguments, one a line. */
    private Path jdk(String name, String version) throws IOException {
        Path jdk = jdks.resolve(name).normalize();
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_RUNTIME_VERSION=\"" + version
                + "+9\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(jdk.resolve("bin/javac"), "");
        program(jdk.resolve("bin/java"), "echo \"home ${0%/bin/java}\"\ngrep SigBlk /proc/self/status\n"
                + "printf '%s\\n' \"$@\"");
        return jdk;
    }

    /** For bash, since dash, the usual sh, unblocks all signals first. */
    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private Outcome millrace(Map<String, String> environment, String... args) throws Exception {
        String[] command = new String[args.length + 1];
        command[0] = home.resolve("millrace").toString();
        System.arraycopy(args, 0, command, 1, args.length);
        return run(environment, Path.of("/"), command);
    }

    private Outcome run(Map<String, String> environment, Path directory, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin.toString(), "HOME", folder.toString(),
                "MILLRACE_JDKS", jdks.toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private static Path javaHome(Outcome outcome) {
        List<String> homes = outcome.output.lines().filter(line -> line.startsWith("home ")).toList();
        assertFalse(homes.isEmpty(), outcome.output);
        return Path.of(homes.getLast().substring("home ".length()));
    }

    private static long blocked(Outcome outcome) {
        List<String> masks = outcome.output.lines().filter(line -> line.startsWith("SigBlk:")).toList();
        return Long.parseUnsignedLong(masks.getLast().substring("SigBlk:".length()).strip(), 16);
    }
}
