package millrace.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import millrace.gateway.config.Feature;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.server.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessTest {
    @TempDir
    Path folder;

    /** Answers with the client's address; what is under /no and /ask is for auth_request. */
    private static final Feature ANSWERS = registry -> registry.phase(Phase.CONTENT, AccessTest::answer);

    private static int answer(Exchange x) {
        if (x.uri().startsWith("/no") && x.parent() != null) {
            x.reply().headers().add("WWW-Authenticate", "Test");
            return x.uri().is("/no401") ? 401 : 403;
        }
        x.reply().sendWhole(200, "text/plain", String.valueOf(x.client().remoteAddress()).getBytes());
        return Phase.DONE;
    }

    private TestGateway start(String server, String http) throws Exception {
        return TestGateway.start(folder, server, http, ANSWERS);
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private int statusOf(String server, String fields) throws Exception {
        try (TestGateway gateway = start(server, "")) {
            return status(gateway.get("/", fields));
        }
    }

    private static String basic(String credentials) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials.getBytes()) + "\r\n";
    }

    @Test
    void theFirstRuleThatFitsDecides() throws Exception {
        assertEquals(403, statusOf("deny all;", ""));
        assertEquals(200, statusOf("allow unix:; deny all;", ""));
        assertEquals(403, statusOf("deny unix:; allow all;", ""));
        assertEquals(403, statusOf("allow 127.0.0.0/8; deny all;", ""));
        assertTrue(Files.readString(folder.resolve("error.log")).contains("access forbidden by rule"));
    }

    @Test
    void behindATrustedProxyTheClientIsWhomItNames() throws Exception {
        String trust = "set_real_ip_from unix:; real_ip_header X-Forwarded-For; ";
        assertEquals(200, statusOf(trust + "allow 10.1.2.3; deny all;", "X-Forwarded-For: 1.1.1.1, 10.1.2.3\r\n"));
        assertEquals(403, statusOf(trust + "allow 10.1.2.3; deny all;", "X-Forwarded-For: 10.1.2.3, 1.1.1.1\r\n"));
        assertEquals(200, statusOf(trust + "set_real_ip_from 1.1.1.1; real_ip_recursive on; allow 10.1.2.3; deny all;",
                "X-Forwarded-For: 10.1.2.3, 1.1.1.1\r\n"));
        assertEquals(403, statusOf("set_real_ip_from 9.9.9.9; allow 10.1.2.3; deny all;", "X-Real-IP: 10.1.2.3\r\n"));
    }

    @Test
    void passwordsAreAskedForAndChecked() throws Exception {
        Path users = folder.resolve("users");
        Files.writeString(users, "# a comment\njoe:{PLAIN}secret\nann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n"
                + "bob:$apr1$TZMaK2Ss$kQN6tIyEu8YJc/NYhagmB.\n");
        String server = "auth_basic closed; auth_basic_user_file " + users + ";";
        assertEquals(401, statusOf(server, ""));
        assertEquals(200, statusOf(server, basic("joe:secret")));
        assertEquals(200, statusOf(server, basic("ann:secret")));
        assertEquals(401, statusOf(server, basic("ann:wrong")));
        assertEquals(401, statusOf(server, basic("eve:secret")));
        assertEquals(401, statusOf(server, "Authorization: Basic !!!\r\n"));
        assertEquals(200, statusOf(server + "satisfy any; allow unix:; deny all;", ""));
        assertEquals(401, statusOf(server + "satisfy any; deny all;", ""));
    }

    @Test
    void aPasswordFileThatCannotBeReadLetsNobodyIn() throws Exception {
        assertEquals(403, statusOf("auth_basic closed; auth_basic_user_file " + folder.resolve("none") + ";",
                basic("joe:secret")));
    }

    @Test
    void aSubrequestSaysWhoMay() throws Exception {
        assertEquals(200, statusOf("auth_request /ask;", ""));
        assertEquals(403, statusOf("auth_request /no403;", ""));
        try (TestGateway gateway = start("auth_request /no401;", "")) {
            String answer = gateway.get("/", "");
            assertEquals(401, status(answer));
            assertTrue(answer.contains("WWW-Authenticate: Test\r\n"), answer);
        }
    }

    @Test
    void whatComesTooFastIsRefusedAndABurstIsLetIn() throws Exception {
        String zone = "limit_req_zone $limit_req_status$realip_remote_addr zone=one:1m rate=1r/m;";
        try (TestGateway gateway = start("limit_req zone=one burst=2 nodelay;", zone)) {
            assertEquals(200, status(gateway.get("/", "")));
            assertEquals(200, status(gateway.get("/", "")));
            assertEquals(200, status(gateway.get("/", "")));
            assertEquals(503, status(gateway.get("/", "")));
        }
        assertTrue(Files.readString(folder.resolve("error.log"))
                .matches("(?s).*limiting requests, excess: [23]\\.\\d+ by zone \"one\".*"));
    }

    @Test
    void bucketsRunOutAtTheirRate() {
        Bucket bucket = new Bucket(0);
        long second = 1_000_000_000L;
        assertEquals(1000, bucket.fill(0, 1000, 2000));
        assertEquals(2000, bucket.fill(0, 1000, 2000));
        // What is refused does not make the next one wait.
        assertEquals(3000, bucket.fill(0, 1000, 2000));
        assertEquals(3000, bucket.fill(0, 1000, 2000));
        assertEquals(2000, bucket.fill(second, 1000, 2000));
        assertEquals(1000, bucket.excess(3 * second, 1000));
        assertEquals(0, bucket.excess(60 * second, 1000));
    }

    @Test
    void aFullZoneForgetsOnlyWhatMayGo() {
        Zone<Integer> zone = new Zone<>("z", 3 * 65, old -> old == 0);
        assertTrue(zone.put("a", 1) && zone.put("b", 0) && zone.put("c", 0));
        assertFalse(zone.put("d", 0), "the oldest may not go");
        zone.get("a");
        assertTrue(zone.put("d", 0), "b is the oldest now, and may");
        assertEquals(3, zone.size());
    }

    @Test
    void addressesInFieldsMayHavePorts() {
        assertEquals("/10.0.0.1:80", String.valueOf(AddressText.parse("10.0.0.1:80")));
        assertEquals("/10.0.0.1:0", String.valueOf(AddressText.parse("10.0.0.1")));
        assertEquals("/[0:0:0:0:0:0:0:1]:80", String.valueOf(AddressText.parse("[::1]:80")));
        for (String none : new String[] {"", "example.com", "1.2.3", "1.2.3.4:x", "[::1", "[::1]80", "1.2.3.4:99999"}) {
            assertEquals(null, AddressText.parse(none), none);
        }
    }

    @Test
    void hashesOfTheSystemAreUnderstood() {
        String hash = "$6$abcd$2xnokga/nDtRjwwaEJ4P2es2v4q8kfckDGncd4naCsE699Y0JnDNWStYgMPa.X.VcIxFM3oLKIRKkAYD33oqG.";
        assertTrue(PasswordHash.matches("secret", hash));
        assertFalse(PasswordHash.matches("wrong", hash));
        assertFalse(PasswordHash.matches("secret", "no such method"));
    }

    @Test
    void whatTheCheckHasFoundOutIsKnownWhereverTheRequestGoes() throws Exception {
        String server = "location / { auth_request /ask; auth_request_set $who $uri; error_page 404 = /fallback; }"
                + " location = /ask { return 204; } location = /fallback { add_header X-Set $who; return 204; }";
        try (TestGateway gateway = TestGateway.start(folder, server, "")) {
            assertTrue(gateway.get("/", "").contains("X-Set: /ask"));
        }
    }

    @Test
    void aRefusalForWantOfAPasswordIsHeldBack() throws Exception {
        Files.writeString(folder.resolve("users"), "joe:{PLAIN}secret\n");
        String server = "auth_delay 50ms; auth_basic closed; auth_basic_user_file " + folder.resolve("users") + ";";
        try (TestGateway gateway = start(server, "")) {
            long before = System.nanoTime();
            assertEquals(401, status(gateway.get("/", basic("joe:wrong"))));
            assertTrue(System.nanoTime() - before >= 50_000_000);
            assertEquals(200, status(gateway.get("/", basic("joe:secret"))));
        }
        assertTrue(Files.readString(folder.resolve("error.log")).contains("delaying unauthorized request"));
    }

    @Test
    void aCheckThatTakesLongHoldsUpNobodyElse() throws Exception {
        // A pipe is the slowest file there is: it can be read when somebody writes.
        Path users = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", users.toString()).start().waitFor());
        String server = "location / { auth_basic closed; auth_basic_user_file " + users + "; } location /open { }";
        try (TestGateway gateway = start(server, ""); SocketChannel slow = TestGateway.connect(gateway.socket())) {
            String request = "GET / HTTP/1.0\r\n" + basic("joe:secret") + "\r\n";
            slow.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            assertEquals(200, status(gateway.get("/open", "")));
            Files.writeString(users, "ann:{PLAIN}x\njoe:{PLAIN}secret\n", StandardOpenOption.WRITE);
            ByteBuffer answer = ByteBuffer.allocate(4096);
            assertTrue(slow.read(answer) > 0);
            assertEquals(200, status(new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void aFullZoneForgetsTheOldestAndRefusesNobodyNew() throws Exception {
        try (TestGateway gateway = start("limit_req zone=one;", "limit_req_zone $arg_k zone=one:32k rate=1r/m;")) {
            for (int i = 0; i < 600; i++) {
                assertEquals(200, status(gateway.get("/?k=" + i, "")));
            }
            assertEquals(503, status(gateway.get("/?k=599", "")));
            assertEquals(200, status(gateway.get("/?k=0", "")));
        }
    }

    @Test
    void aKeyThatIsEmptyIsNotLimitedAndOneThatFitsNowhereIsRefused() throws Exception {
        String zones = "limit_req_zone $http_k zone=one:32k rate=1r/m; large_client_header_buffers 4 64k;";
        try (TestGateway gateway = start("limit_req zone=one;", zones)) {
            assertEquals(200, status(gateway.get("/", "")));
            assertEquals(200, status(gateway.get("/", "")));
            assertEquals(503, status(gateway.get("/", "K: " + "k".repeat(33_000) + "\r\n")));
        }
        assertTrue(Files.readString(folder.resolve("error.log")).contains("could not allocate node in limit_req zone \"one\""));
    }

    @Test
    void anyFieldOfATrustedProxyMayBeAList() throws Exception {
        String trust = "set_real_ip_from unix:; allow 10.1.2.3; deny all;";
        assertEquals(200, statusOf(trust, "X-Real-IP: 1.1.1.1, 10.1.2.3\r\n"));
        assertEquals(200, statusOf(trust + "real_ip_header X-Mine;", "X-Mine: 10.1.2.3\r\n"));
        assertEquals(403, statusOf(trust + "real_ip_header X-Mine;", "X-Mine: 10.1.2.3, nonsense\r\n"));
    }
}
