package millrace.cli.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.cli.gateway.StartedGateway.Outcome;
import millrace.os.Account;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway as a process: real signals, pid files and exit codes. */
@Timeout(180)
class GatewayProcessTest extends GatewayCase {
    private static final String FOREGROUND = "daemon off;";

    @Test
    void whoSeesThePidFileCanConnectAndFindsTheProcessInIt() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        gateway.start();
        assertEquals(gateway.process().pid(), gateway.pid().pid());
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
        StartedGateway.signal(gateway.pid(), "TERM");
        assertEquals(0, gateway.exitCode());
        assertFalse(Files.exists(folder.resolve("nginx.pid")));
        assertEquals("", gateway.text("output"));
    }

    @Test
    void brokenConfigurationEndsAtOnceAndLeavesNoPidFile() throws Exception {
        gateway.configure(FOREGROUND, port, "sever_tokens on;");
        Outcome outcome = gateway.run();
        assertEquals(1, outcome.code());
        String complaint = "[emerg] unknown directive \"sever_tokens\" in " + folder + "/nginx.conf:7";
        assertTrue(outcome.err().contains("nginx: " + complaint), outcome.err());
        assertTrue(gateway.text("error.log").contains("unknown directive \"sever_tokens\""));
        assertFalse(Files.exists(folder.resolve("nginx.pid")));
    }

    /** The certificate need not be there: it is not come to. */
    @Test
    void whatEncryptsAndIsNotInstalledIsNamedAndNotMissedElsewhere() throws Exception {
        gateway.environment("MILLRACE_OPENSSL=" + folder);
        gateway.configure(FOREGROUND, port, "");
        assertEquals(0, gateway.run("-t").code());
        gateway.configure(FOREGROUND, port, "ssl_certificate a.crt; ssl_certificate_key a.key;");
        Outcome outcome = gateway.run();
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("[emerg] TLS needs OpenSSL 3, and its libcrypto.so.3 and libssl.so.3 cannot be loaded from "
                + folder), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
        gateway.configure(FOREGROUND, port, "server { location / { proxy_pass https://127.0.0.1:1; } }");
        assertTrue(gateway.run("-t").err().contains("[emerg] TLS needs OpenSSL 3"));
    }

    @Test
    void testOfAConfigurationSaysWhatNginxSays() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        Outcome good = gateway.run("-t");
        assertEquals(0, good.code(), good.err());
        String file = folder + "/nginx.conf";
        assertEquals(
                "nginx: the configuration file " + file + " syntax is ok\n" + "nginx: configuration file " + file
                        + " test is successful\n",
                good.err());
        assertEquals("", gateway.run("-tq").err());
        assertTrue(gateway.run("-T").out().startsWith("# configuration file " + file + ":\n" + FOREGROUND));
        gateway.configure(FOREGROUND, port, "server_tokens maybe;");
        Outcome bad = gateway.run("-t");
        assertEquals(1, bad.code());
        assertTrue(bad.err().contains("[emerg] "), bad.err());
        assertTrue(bad.err().endsWith("nginx: configuration file " + file + " test failed\n"), bad.err());
    }

    @Test
    void testOfAConfigurationFindsWhatCannotBeListenedOn() throws Exception {
        gateway.configure(FOREGROUND, port, "server { listen 127.0.0.1:%1$d; listen 127.0.0.1:%1$d; }".formatted(port));
        Outcome twice = gateway.run("-t");
        assertEquals(1, twice.code());
        assertTrue(twice.err().contains("a duplicate listen 127.0.0.1:" + port), twice.err());
        gateway.configure(FOREGROUND, port, "server { listen 192.0.2.1:" + port + "; }");
        Outcome elsewhere = gateway.run("-t");
        assertEquals(1, elsewhere.code());
        assertTrue(elsewhere.err().contains("[emerg] bind() to 192.0.2.1:" + port + " failed (99: "), elsewhere.err());
        gateway.configure(FOREGROUND, port, "server { listen unix:" + folder.resolve("socket") + "; }");
        gateway.start();
        assertEquals(0, gateway.run("-t").code());
        assertTrue(Files.exists(folder.resolve("socket")));
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
    }

    @Test
    void moreDescriptorsThanTheSystemGrantsAreAnAlertAndNoReasonNotToServe() throws Exception {
        // More than any kernel's fs.nr_open.
        gateway.configure(FOREGROUND + " worker_rlimit_nofile 2147483647;", port, "");
        gateway.start();
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
        assertTrue(gateway.text("error.log").contains("[alert]"), gateway.text("error.log"));
        assertTrue(gateway.text("error.log").contains("NOFILE"), gateway.text("error.log"));
    }

    @Test
    void portThatIsTakenIsNamedAndNothingIsLeftBehind() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gateway.configure(FOREGROUND, other.getLocalPort(), "");
            Outcome outcome = gateway.run();
            assertEquals(1, outcome.code());
            assertTrue(outcome.err().contains("[emerg] bind() to 127.0.0.1:" + other.getLocalPort()
                    + " failed (98: Address already in use) (stop the program that has it"), outcome.err());
            assertFalse(Files.exists(folder.resolve("nginx.pid")));
        }
    }

    @Test
    void reloadToABrokenFileChangesNothingAndToAGoodOneAllOfIt() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        gateway.start();
        gateway.configure(FOREGROUND, port, "sever_tokens on;");
        StartedGateway.signal(gateway.pid(), "HUP");
        gateway.awaitLog("[emerg]");
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
        int next = StartedGateway.freePort();
        gateway.configure(FOREGROUND, next, "");
        StartedGateway.signal(gateway.pid(), "HUP");
        gateway.awaitLog("worker process 1 exited with code 0");
        assertTrue(StartedGateway.ask(next).startsWith("HTTP/1.1 "));
        int before = port;
        gateway.await("the old port's end", () -> refuses(before));
        assertTrue(gateway.text("error.log").contains("signal 1 (SIGHUP) received, reconfiguring"));
        assertTrue(gateway.text("error.log").contains(": nginx/1."));
    }

    private static boolean refuses(int port) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !client.isConnected();
        } catch (IOException e) {
            return e instanceof ConnectException;
        }
    }

    @Test
    void quitClosesWhatIsIdleAndEnds() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        gateway.start();
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
            idle.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
            assertEquals('H', idle.getInputStream().read());
            StartedGateway.signal(gateway.pid(), "QUIT");
            assertTrue(idle.getInputStream().readAllBytes().length > 0);
        }
        assertEquals(0, gateway.exitCode());
        assertTrue(gateway.text("error.log").contains("gracefully shutting down"));
    }

    @Test
    void logsAreOpenedAnewAndLoseNothing() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        gateway.start();
        Files.move(folder.resolve("error.log"), folder.resolve("error.log.1"));
        StartedGateway.signal(gateway.pid(), "USR1");
        gateway.await("the new log", () -> Files.exists(folder.resolve("error.log")));
        StartedGateway.signal(gateway.pid(), "HUP");
        gateway.awaitLog("worker process 1 exited");
        assertTrue(gateway.text("error.log.1").contains("reopening logs"));
    }

    @Test
    void inTheBackgroundTheCommandReturnsWhenItServes() throws Exception {
        gateway.configure("", port, "");
        Outcome outcome = gateway.run();
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.err() + outcome.out());
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
        ProcessHandle server = gateway.pid();
        assertEquals(0, gateway.run("-s", "reload").code());
        gateway.awaitLog("worker process 1 exited");
        assertEquals(0, gateway.run("-s", "quit").code());
        server.onExit().get(60, TimeUnit.SECONDS);
        assertFalse(Files.exists(folder.resolve("nginx.pid")));
        assertEquals(1, gateway.run("-s", "quit").code());
    }

    @Test
    void whatFailsInTheBackgroundIsSaidInTheForeground() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gateway.configure("", other.getLocalPort(), "");
            Outcome outcome = gateway.run();
            assertNotEquals(0, outcome.code());
            assertTrue(outcome.err().contains("Address already in use"), outcome.err());
        }
    }

    @Test
    void newBinaryTakesOverWithoutARefusedConnection() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        gateway.start();
        ProcessHandle old = gateway.pid();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Thread clients = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                try {
                    (StartedGateway.ask(port).startsWith("HTTP/1.1 ") ? served : failed).incrementAndGet();
                } catch (IOException e) {
                    failed.incrementAndGet();
                }
            }
        });
        StartedGateway.signal(old, "USR2");
        gateway.await("the new pid file", () -> Files.exists(folder.resolve("nginx.pid.oldbin"))
                && Files.exists(folder.resolve("nginx.pid")));
        ProcessHandle fresh = gateway.pid();
        assertNotEquals(old.pid(), fresh.pid());
        StartedGateway.signal(old, "QUIT");
        assertEquals(0, gateway.exitCode());
        int before = served.get();
        gateway.await("requests to the new one", () -> served.get() > before + 10);
        done.set(true);
        clients.join();
        assertEquals(0, failed.get());
        assertEquals(Long.toString(fresh.pid()), gateway.text("nginx.pid").strip());
        assertFalse(Files.exists(folder.resolve("nginx.pid.oldbin")));
        StartedGateway.signal(fresh, "TERM");
        fresh.onExit().get(60, TimeUnit.SECONDS);
        assertThrows(ConnectException.class, () -> StartedGateway.ask(port));
    }

    @Test
    void newBinaryThatFailsGivesThePidFileBack() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        gateway.start();
        gateway.configure(FOREGROUND, port, "sever_tokens on;");
        StartedGateway.signal(gateway.pid(), "USR2");
        gateway.awaitLog("new binary process");
        gateway.awaitLog("ended: exit code 1");
        gateway.await("the pid file", () -> Files.exists(folder.resolve("nginx.pid")));
        assertEquals(gateway.process().pid(), gateway.pid().pid());
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
    }

    @Test
    void startedByRootItServesAsAnotherUserAndStillObeysAsRoot() throws Exception {
        Assumptions.assumeTrue(Account.effectiveUid() == 0, "only root can give up its rights");
        gateway.configure(FOREGROUND + " user nobody nogroup;", port, "");
        gateway.start();
        gateway.awaitLog("start worker process 1");
        int nobody = Account.named("nobody").uid();
        try (var tasks = Files.list(Path.of("/proc/" + gateway.pid().pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                String status = statusOf(task);
                boolean gone = status.isEmpty();
                assertTrue(gone || status.contains("Uid:\t" + nobody + "\t" + nobody + "\t0\t" + nobody), status);
            }
        }
        // The folder is root's alone.
        Files.move(folder.resolve("error.log"), folder.resolve("error.log.1"));
        StartedGateway.signal(gateway.pid(), "USR1");
        gateway.await("the new log", () -> Files.exists(folder.resolve("error.log")));
        StartedGateway.signal(gateway.pid(), "TERM");
        assertEquals(0, gateway.exitCode());
    }

    /** Of a thread; nothing when it has ended meanwhile, as those of the compiler do. */
    private static String statusOf(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("status"));
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            return "";
        }
    }

    @Test
    void misuseIsSaidInNginxsWords() throws Exception {
        gateway.configure(FOREGROUND, port, "");
        assertEquals("nginx: invalid option: \"-s loudly\"\n", gateway.run("-s", "loudly").err());
        assertEquals("nginx: option \"-g\" requires parameter\n", gateway.run("-g").err());
        assertEquals("nginx: invalid option: \"z\"\n", gateway.run("-tz").err());
        assertEquals("nginx: invalid option: \"start\"\n", gateway.run("start").err());
    }
}
