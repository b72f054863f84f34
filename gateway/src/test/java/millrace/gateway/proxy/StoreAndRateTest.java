package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreAndRateTest {
    private static final String BODY = "0123456789".repeat(20_000);

    @TempDir
    Path folder;

    private String server(int port) {
        return "proxy_temp_path " + folder.resolve("temp") + "; server { LISTEN; root " + folder.resolve("root") + "; "
                + "location / { proxy_pass http://127.0.0.1:" + port + "; proxy_store on; } "
                + "location /named { proxy_pass http://127.0.0.1:" + port + "; proxy_store " + folder
                + "/other/$arg_to; proxy_store_access group:rw all:r; } "
                + "location /not { proxy_pass http://127.0.0.1:" + port + "; proxy_store off; } }";
    }

    private long temporary() throws IOException {
        try (Stream<Path> files = Files.exists(folder.resolve("temp")) ? Files.list(folder.resolve("temp")) : Stream.empty()) {
            return files.count();
        }
    }

    @Test
    void anAnswerBecomesAFileWhenItIsComplete() throws Exception {
        try (HttpServer app = ProxyFixture.app((request, response) -> {
                    response.header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
                    response.status(request.path().endsWith("missing") ? 404 : 200).send(BODY);
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(app.port()))) {
            assertTrue(gateway.get("/a/b.html").endsWith(BODY));
            Path stored = folder.resolve("root/a/b.html");
            assertEquals(BODY, Files.readString(stored));
            assertEquals("2026-01-01T00:00:00Z", Files.getLastModifiedTime(stored).toString());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)));
            gateway.get("/named?to=c");
            assertEquals(BODY, Files.readString(folder.resolve("other/c")));
            assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("other/c"))));
            gateway.get("/not");
            gateway.get("/missing");
            gateway.ask("HEAD /head HTTP/1.0\r\n\r\n");
            for (String name : new String[] {"not", "missing", "head"}) {
                assertFalse(Files.exists(folder.resolve("root").resolve(name)), name);
            }
            assertEquals(0, temporary());
        }
    }

    @Test
    void oneThatBreaksOffDoesNot() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream.port()))) {
            assertTrue(gateway.get("/half").endsWith("\r\n\r\n12345"));
            assertFalse(Files.exists(folder.resolve("root/half")));
            assertEquals(0, temporary());
        }
    }

    @Test
    void anAnswerIsReadAsFastAsTheConfigurationAllows() throws Exception {
        try (HttpServer app = ProxyFixture.app((request, response) -> response.send(BODY));
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { keepalive 1; server 127.0.0.1:" + app.port()
                        + "; } server { LISTEN; location / { proxy_pass http://u; proxy_limit_rate $arg_rate; } }")) {
            long began = System.nanoTime();
            String limited = gateway.get("/?rate=80k");
            assertTrue(limited.endsWith("\r\n\r\n" + BODY));
            // Two full seconds have to begin before all of it is due.
            assertTrue(System.nanoTime() - began >= 1_900_000_000L, "it came too fast");
            assertTrue(gateway.get("/").endsWith("\r\n\r\n" + BODY), "on the connection that was kept");
        }
    }
}
