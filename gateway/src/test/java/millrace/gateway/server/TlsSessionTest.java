package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import millrace.loop.PollerKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients can go on with: on another loop, at another server, after a reload. */
@Timeout(600)
class TlsSessionTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeFiles() throws Exception {
        certificates = Certificates.in(folder, "localhost", "other.example");
        Files.writeString(folder.resolve("first.key"), "1".repeat(80));
        Files.writeString(folder.resolve("second.key"), "2".repeat(48));
        Files.writeString(folder.resolve("short.key"), "3".repeat(47));
    }

    private static Configuration configuration(int port, String rest) throws ConfigException {
        return Configuration.read(Registry.of(Features.all()), Source.ofText(folder, "events {} error_log " + folder
                + "/error.log; http { server { listen 127.0.0.1:" + port + " ssl; " + rest + " return 200 ok; } }"));
    }

    /** Whether a client goes on with a session; it gets one if there is none yet. */
    private static boolean goesOn(int port, String version) throws Exception {
        Path session = folder.resolve("session" + port);
        boolean first = !Files.exists(session);
        String said = certificates.run("sh", "-c", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -ign_eof -connect 127.0.0.1:"
                + port + " -" + version + " -sess_" + (first ? "out " : "in ") + session);
        assertTrue(first || said.contains("Reused, ") || said.contains("New, "), said);
        return said.contains("Reused, ");
    }

    @ParameterizedTest
    @CsvSource({"tls1_2,on", "tls1_2,off", "tls1_3,on", "tls1_3,off"})
    void aSharedCacheIsThatOfAllLoopsAndOutlivesAReload(String version, String tickets) throws Exception {
        int port = freePort();
        String rest = identity("localhost") + "ssl_session_tickets " + tickets + "; ssl_session_cache shared:" + version + tickets
                + ":1m; ";
        Gateway gateway = Gateway.open(configuration(port, rest), PollerKind.EPOLL_ET, 3, Map.of());
        try {
            assertEquals(false, goesOn(port, version));
            for (int i = 0; i < 3; i++) {
                gateway.reload(configuration(port, rest));
                assertTrue(goesOn(port, version), "after reload " + i);
            }
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void ticketsOfKeysThatNobodyNamesOutliveAReload() throws Exception {
        int port = freePort();
        Gateway gateway = Gateway.open(configuration(port, identity("localhost")), PollerKind.EPOLL_ET, 2, Map.of());
        try {
            assertEquals(false, goesOn(port, "tls1_3"));
            gateway.reload(configuration(port, identity("localhost")));
            assertTrue(goesOn(port, "tls1_3"));
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    /** In TLS 1.3 clients use a ticket once (RFC 8446 appendix C.4). */
    @ParameterizedTest
    @ValueSource(strings = {"", "ssl_session_ticket_key first.key; ", "ssl_session_cache shared:next:1m; "})
    void whoGoesOnGetsATicketForTheNextTime(String rest) throws Exception {
        int port = freePort();
        Gateway gateway = Gateway.open(configuration(port, rest + identity("localhost")), PollerKind.EPOLL_ET, 1, Map.of());
        try {
            Path last = null;
            for (int i = 0; i < 4; i++) {
                Path next = folder.resolve("ticket" + port + "-" + i);
                String said = certificates.run("sh", "-c", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -ign_eof -connect "
                        + "127.0.0.1:" + port + (last == null ? "" : " -sess_in " + last) + " -sess_out " + next);
                assertEquals(last != null, said.contains("Reused, TLSv1.3"), said);
                assertTrue(Files.exists(next), "no ticket the " + i + ". time");
                last = next;
            }
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    /** Mozilla's intermediate profile, version 5.7: what is spoken when nothing is said. */
    @Test
    void whatIsSpokenIfNothingIsSaidIsMozillasIntermediateProfile() throws Exception {
        int port = freePort();
        Gateway gateway = Gateway.open(configuration(port, identity("localhost")), PollerKind.EPOLL_ET, 1, Map.of());
        try {
            for (String good : new String[] {"-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", "-tls1_3 -groups P-384",
                    "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305", "-tls1_3 -groups X25519", "-tls1_2 -groups P-256",
                    "-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256"}) {
                assertTrue(isSpoken(port, good), good);
            }
            for (String bad : new String[] {"-tls1 -cipher ALL:@SECLEVEL=0", "-tls1_1 -cipher ALL:@SECLEVEL=0",
                    "-tls1_2 -cipher AES128-SHA", "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", "-tls1_3 -groups P-521",
                    "-tls1_3 -groups ffdhe2048", "-tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256",
                    "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256"}) {
                assertFalse(isSpoken(port, bad), bad);
            }
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    private static boolean isSpoken(int port, String options) throws Exception {
        String said = certificates.run("sh", "-c", "openssl s_client -connect 127.0.0.1:" + port + " " + options + " || true");
        assertTrue(said.contains("Cipher is "), said);
        return !said.contains("Cipher is (NONE)");
    }

    @Test
    void ticketsOfAKeyThatIsSecondNowAreReadAndThoseOfOneThatIsGoneAreNot() throws Exception {
        int port = freePort();
        String cache = identity("localhost");
        String first = "ssl_session_ticket_key first.key; ";
        String second = "ssl_session_ticket_key second.key; ";
        Gateway gateway = Gateway.open(configuration(port, cache + first), PollerKind.EPOLL_ET, 1, Map.of());
        try {
            assertEquals(false, goesOn(port, "tls1_3"));
            gateway.reload(configuration(port, cache + second + first));
            assertTrue(goesOn(port, "tls1_3"));
            gateway.reload(configuration(port, cache + second));
            assertEquals(false, goesOn(port, "tls1_3"));
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void aSessionUnderAnotherCertificateIsNotGoneOnWith() throws Exception {
        int port = freePort();
        String cache = "ssl_session_cache shared:certificates:1m; ";
        Gateway gateway = Gateway.open(configuration(port, cache + identity("localhost")), PollerKind.EPOLL_ET, 1, Map.of());
        try {
            assertEquals(false, goesOn(port, "tls1_3"));
            gateway.reload(configuration(port, cache + identity("other.example")));
            assertEquals(false, goesOn(port, "tls1_3"));
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void whatCannotBeAKeyOrACacheIsSaidInNginxsWords() {
        assertComplaint("\"" + folder + "/short.key\" must be 48 or 80 bytes", "ssl_session_ticket_key short.key;");
        assertComplaint("open() \"" + folder + "/none.key\" failed (2: No such file or directory)",
                "ssl_session_ticket_key none.key;");
        assertComplaint("session cache \"shared:small:1k\" is too small", "ssl_session_cache shared:small:1k;");
        assertComplaint("SSL_CONF_cmd(\"Options\", \"Nonsense\") failed", "ssl_conf_command Options Nonsense;");
        assertComplaint("BIO_new_file(\"" + folder + "/none.pem\") failed (SSL: error:80000002:", "ssl_dhparam none.pem;");
    }

    private static void assertComplaint(String words, String line) {
        ConfigException wrong = assertThrows(ConfigException.class, () -> configuration(1, identity("localhost") + line));
        assertTrue(wrong.getMessage().startsWith(words), wrong.getMessage());
    }

    @Test
    void opensslIsToldByCommandAndSaysWhichGroupWasChosen() throws Exception {
        int port = freePort();
        certificates.run("openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048", "-out", "dh.pem");
        Gateway gateway = Gateway.open(configuration(port, identity("localhost") + "ssl_dhparam dh.pem; ssl_conf_command Options "
                + "ClientRenegotiation; ssl_conf_command MaxProtocol TLSv1.2; ssl_ecdh_curve secp384r1:prime256v1; "
                + "return 200 $ssl_protocol:$ssl_curve:$ssl_curves;"), PollerKind.EPOLL_ET, 1, Map.of());
        try {
            String said = certificates.run("sh", "-c", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -ign_eof -connect "
                    + "127.0.0.1:" + port + " -groups X25519:secp384r1:prime256v1");
            assertTrue(said.contains("TLSv1.2:secp384r1:X25519:secp384r1:prime256v1"), said);
        } finally {
            gateway.abort();
            gateway.close();
        }
    }
}
