package millrace.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import millrace.gateway.Features;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.server.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of real clients, and the lines that they leave. */
@Timeout(60)
class AccessLogTest {
    @TempDir
    Path folder;

    private void ask(String server, String http, String... requests) throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, server, http)) {
            for (String request : requests) {
                TestGateway.ask(gateway.socket(), request);
            }
        }
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void combinedIsTheFormatThatToolsRead() throws Exception {
        ask(
                "access_log a.log; location / { return 200 hello; }",
                "",
                "GET /a?b HTTP/1.0\r\nReferer: r\"\r\nUser-Agent: u\\\r\n\r\n");
        String expected = "unix: - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [-+]\\d{4}] "
                + "\"GET /a\\?b HTTP/1.0\" 200 5 \"r\\\\x22\" \"u\\\\x5C\"\n";
        assertTrue(log("a.log").matches(expected), log("a.log"));
    }

    @Test
    void lineIsOnTheDiskBeforeItsResponse() throws Exception {
        String server = "access_log a.log short; location / { return 200 hello; }";
        try (TestGateway gateway = TestGateway.start(folder, server, "log_format short $uri;")) {
            for (int i = 0; i < 50; i++) {
                TestGateway.ask(gateway.socket(), "GET /" + i + " HTTP/1.0\r\n\r\n");
                assertTrue(log("a.log").endsWith("/" + i + "\n"));
            }
        }
    }

    @Test
    void innerLevelsLogsTakeThePlaceOfTheOuterOnes() throws Exception {
        ask(
                "access_log outer.log short; location / { return 200 a; } "
                        + "location /in { access_log inner.log short; return 200 a; } "
                        + "location /off { access_log off; return 200 a; }",
                "log_format short $uri:$status;",
                "GET / HTTP/1.0\r\n\r\n",
                "GET /in HTTP/1.0\r\n\r\n",
                "GET /off HTTP/1.0\r\n\r\n");
        assertEquals("/:200\n", log("outer.log"));
        assertEquals("/in:200\n", log("inner.log"));
    }

    @Test
    void conditionAndNamesByRequestDecideWhereALineGoes() throws Exception {
        ask(
                "access_log $arg_to.log short if=$arg_log; location / { return 200 a; }",
                "log_format short $uri;",
                "GET /1?to=x&log=1 HTTP/1.0\r\n\r\n",
                "GET /2?to=y&log=0 HTTP/1.0\r\n\r\n",
                "GET /3?to=x&log=yes HTTP/1.0\r\n\r\n");
        assertEquals("/1\n/3\n", log("x.log"));
        assertTrue(Files.notExists(folder.resolve("y.log")));
    }

    @Test
    void fileThatCannotBeOpenedForALineIsToldAndTheRequestAnswered() throws Exception {
        String server = "access_log none/$arg_to.log; location / { return 200 answered; }";
        try (TestGateway gateway = TestGateway.start(folder, server, "")) {
            String answer = TestGateway.ask(gateway.socket(), "GET /1?to=x HTTP/1.0\r\n\r\n");
            assertTrue(answer.endsWith("answered"), answer);
        }
        assertTrue(log("error.log").contains("[crit]"), log("error.log"));
        assertTrue(log("error.log").contains("none/x.log\" failed (2: No such file or directory) while logging request"));
    }

    @Test
    void mistakesAreSaidInNginxsWords() {
        assertEquals("unknown log format \"x\"", mistake("access_log a.log x;"));
        assertEquals("invalid parameter \"on\"", mistake("access_log a.log combined on;"));
        assertEquals("invalid buffer size \"x\"", mistake("access_log a.log combined buffer=x;"));
        assertEquals(
                "no buffer is defined for access_log \"a.log\"", mistake("access_log a.log combined flush=1s;"));
        assertEquals(
                "access_log \"a.log\" already defined with conflicting parameters",
                mistake("access_log a.log combined buffer=1k; access_log a.log combined buffer=2k;"));
        assertEquals(
                "buffered logs cannot have variables in name", mistake("access_log $uri combined buffer=1k;"));
        assertEquals("duplicate \"log_format\" name \"f\"", mistake("log_format f a; log_format f b;"));
        assertEquals("duplicate \"log_format\" name \"combined\"", mistake("log_format combined a;"));
        assertEquals("unknown log format escaping \"x\"", mistake("log_format f escape=x a;"));
        assertEquals("invalid log level \"loud\"", mistake("error_log e.log loud;"));
        assertEquals(
                "\"open_log_file_cache\" must have \"max\" parameter", mistake("open_log_file_cache valid=1s;"));
    }

    private String mistake(String http) {
        return assertThrows(
                        ConfigException.class,
                        () -> Configuration.read(
                                Registry.of(Features.all()),
                                Source.ofText(folder, "events { } http { " + http + " }")))
                .problem();
    }
}
