package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import millrace.gateway.Features;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFiles;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients whose certificates may have been revoked: those who have issued them are asked. */
@Timeout(180)
class RevocationTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = OcspResponder.certificates(folder, "server");
    }

    private static final String RULES = "ssl_certificate server.crt; ssl_certificate_key server.key; ssl_verify_client on; "
            + "ssl_client_certificate root.crt; ssl_ocsp on; ";

    private static Configuration configuration(int http, int stream, String rules) throws Exception {
        String text = "events {} error_log " + folder.resolve("error.log") + "; http { server { listen 127.0.0.1:" + http
                + " ssl; http2 on; add_header X-Verify \"=$ssl_client_verify=\" always; " + RULES + rules
                + " location / { return 200 fine; } } } stream { server { listen 127.0.0.1:" + stream + " ssl; " + RULES + rules
                + " return \"=$ssl_client_verify=\"; } }";
        Configuration read = Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text));
        LogFiles.of(read).open(folder.resolve("error.log"), trouble -> {
            throw new AssertionError(trouble);
        });
        return read;
    }

    private static String ask(int port, String name) throws Exception {
        return certificates.run("sh", "-c", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -quiet -ign_eof -connect 127.0.0.1:"
                + port + " -cert " + name + ".crt -key " + name + ".key 2>&1 || true");
    }

    private static void assertVerdict(Gateway gateway, int http, int stream, String name, String verdict) throws Exception {
        String said = ask(http, name);
        boolean good = verdict.equals("SUCCESS");
        assertTrue(said.contains(good ? "HTTP/1.1 200 " : "HTTP/1.1 400 "), said);
        assertTrue(said.contains("X-Verify: =" + verdict + "="), said);
        assertEquals(good, ask(stream, name).contains("=SUCCESS="));
        assertEquals(1, gateway.loops().size());
    }

    @ParameterizedTest
    @CsvSource({"good,SUCCESS", "revoked,FAILED:certificate revoked", "unknown,FAILED:certificate status unknown"})
    void theIssuerDecides(String name, String verdict) throws Exception {
        int http = freePort();
        int stream = freePort();
        try (OcspResponder responder = OcspResponder.start(folder)) {
            Gateway gateway = Gateway.open(
                    configuration(http, stream, "ssl_ocsp_responder http://127.0.0.1:" + responder.port() + ";"),
                    PollerKind.EPOLL_ET, 1, Map.of());
            try {
                assertVerdict(gateway, http, stream, name, verdict);
                if (Files.isExecutable(Path.of("/usr/bin/curl"))) {
                    String said = certificates.run("curl", "-sSik", "--http2", "--cert", name + ".crt", "--key", name + ".key",
                            "https://127.0.0.1:" + http + "/");
                    assertTrue(said.contains("x-verify: =" + verdict + "="), said);
                }
            } finally {
                gateway.abort();
                gateway.close();
            }
        }
    }

    @Test
    void noAnswerIsNoGoodOneAndOneThatIsKeptCounts() throws Exception {
        int http = freePort();
        int stream = freePort();
        OcspResponder responder = OcspResponder.start(folder);
        String asked = "ssl_ocsp_responder http://127.0.0.1:" + responder.port() + "; ";
        Gateway gateway = Gateway.open(configuration(http, stream, asked + "ssl_ocsp_cache shared:kept:1m;"), PollerKind.EPOLL_ET, 1,
                Map.of());
        try {
            assertVerdict(gateway, http, stream, "good", "SUCCESS");
            responder.close();
            gateway.reload(configuration(http, stream, asked + "ssl_ocsp_cache shared:kept:1m;"));
            assertVerdict(gateway, http, stream, "good", "SUCCESS");
            assertVerdict(gateway, http, stream, "revoked", "FAILED:certificate status request failed");
            gateway.reload(configuration(http, stream, asked));
            assertVerdict(gateway, http, stream, "good", "FAILED:certificate status request failed");
            gateway.reload(configuration(http, stream, ""));
            assertVerdict(gateway, http, stream, "good", "FAILED:certificate status request failed");
            String log = Files.readString(folder.resolve("error.log"));
            assertTrue(log.contains("while requesting certificate status"), log);
            assertTrue(log.contains("no OCSP responder URL in the certificate while requesting certificate status"), log);
        } finally {
            responder.close();
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void whatCannotBeIsSaid() {
        assertComplaint("is incompatible with \"ssl_verify_client optional_no_ca\"", "ssl_ocsp on; ssl_verify_client optional_no_ca;");
        assertComplaint("invalid OCSP cache \"builtin\"", "ssl_ocsp_cache builtin;");
        assertComplaint("OCSP cache \"shared:a:1k\" is too small", "ssl_ocsp_cache shared:a:1k;");
        assertComplaint("invalid URL prefix in OCSP responder \"https://a/\"",
                "ssl_ocsp leaf; ssl_verify_client on; ssl_client_certificate root.crt; ssl_ocsp_responder https://a/;");
    }

    private static void assertComplaint(String words, String rules) {
        String text = "events {} http { server { listen 127.0.0.1:1 ssl; ssl_certificate server.crt; ssl_certificate_key server.key; "
                + rules + " } }";
        ConfigException wrong = assertThrows(ConfigException.class,
                () -> Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text)));
        assertTrue(wrong.getMessage().contains(words), wrong.getMessage());
    }
}
