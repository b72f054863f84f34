package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import millrace.http.HttpServer;
import millrace.http.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public conformance test Autobahn against an echo server: all its cases but those that send more than a mebibyte, which
 * take its Python minutes. Compression is not in this version of it.
 */
class AutobahnTest {
    private static final List<String> CASES = List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.1.1", "9.1.2",
            "9.2.1", "9.2.2", "9.5.6", "9.6.6", "9.7.1", "9.8.1", "10.*");
    private static final int COUNT = 246 + 9;
    private static final int PATIENCE_MINUTES = 20;

    @TempDir
    Path folder;

    @Test
    void allCasesPassStrictly() throws Exception {
        unpack(jar("autobahntestsuite/wstest.py"), folder.resolve("suite"));
        Path client = folder.resolve("fuzzingclient.py");
        try (InputStream script = getClass().getResourceAsStream("fuzzingclient.py")) {
            Files.copy(script, client);
        }
        WebSocketOptions options = WebSocketOptions.DEFAULT.withMessageBytes(16 << 20).withFrameBytes(16 << 20);
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.options(options).origins((_, _) -> true);
        try (HttpServer server = Servers.start((request, response) -> upgrade.accept(request, response, new Echo()))) {
            run(client, "ws://127.0.0.1:" + server.port());
        }
        judge(Files.readString(folder.resolve("reports/index.json")));
    }

    private static final class Echo implements WebSocketHandler {
        @Override
        public void onText(WebSocket socket, byte[] utf8, int offset, int length) {
            socket.text(utf8, offset, length);
        }

        @Override
        public void onBinary(WebSocket socket, byte[] bytes, int offset, int length) {
            socket.binary(bytes, offset, length);
        }
    }

    private void run(Path client, String url) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Dpython.cachedir=" + folder.resolve("cache"),
                "-cp", jar("org/python/util/jython.class").getName(), "org.python.util.jython", client.toString(),
                folder.resolve("suite").toString(), url, folder.resolve("reports").toString()));
        command.addAll(CASES);
        Path log = folder.resolve("autobahn.log");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), () -> "it does not end: " + read(log));
        } finally {
            process.destroyForcibly();
        }
        assertTrue(Files.exists(folder.resolve("reports/index.json")), () -> "there is no report: " + read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** In the report: for each case, what it has found of the messages, and of the closing. */
    private static void judge(String report) {
        TreeMap<String, String> found = new TreeMap<>();
        Matcher cases = Pattern.compile("\"([0-9.]+)\": \\{([^}]*)\\}").matcher(report);
        while (cases.find()) {
            found.put(cases.group(1), value(cases.group(2), "behavior") + " " + value(cases.group(2), "behaviorClose"));
        }
        assertEquals(COUNT, found.size(), report);
        found.values().removeIf(List.of("OK OK", "INFORMATIONAL INFORMATIONAL")::contains);
        assertEquals("{}", found.toString(), report);
    }

    private static String value(String members, String name) {
        Matcher value = Pattern.compile("\"" + name + "\": \"([^\"]*)\"").matcher(members);
        return value.find() ? value.group(1) : "nothing";
    }

    private static JarFile jar(String entry) throws IOException {
        URL url = ClassLoader.getSystemResource(entry);
        assertNotNull(url, () -> entry + " is not on the test's path");
        return ((JarURLConnection) url.openConnection()).getJarFile();
    }

    private static void unpack(JarFile jar, Path into) throws IOException {
        for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
            Path target = into.resolve(entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }
}
