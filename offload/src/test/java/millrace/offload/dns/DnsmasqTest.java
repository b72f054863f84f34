package millrace.offload.dns;

import static millrace.offload.dns.DnsFixture.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same questions to a name server that others have written. */
@Timeout(120)
class DnsmasqTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static Process start(Path folder, int port) throws Exception {
        String dnsmasq = Stream.of("/usr/sbin/dnsmasq", "/usr/bin/dnsmasq")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
        assumeTrue(dnsmasq != null, "no dnsmasq here: install it (Debian: dnsmasq-base) for this test");
        List<String> command = new ArrayList<>(List.of(
                dnsmasq, "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=",
                "--listen-address=127.0.0.1", "--bind-interfaces", "--port=" + port, "--pid-file=",
                "--local=/test/", "--auth-ttl=60", "--local-ttl=77", "--edns-packet-max=1232",
                "--host-record=web.test,192.0.2.1,2001:db8::1", "--cname=www.test,web.test",
                "--srv-host=_http._tcp.test,web.test,8080,1,2", "--srv-host=_http._tcp.test,web.test,8081,3,4"));
        for (int i = 0; i < 300; i++) {
            command.add("--host-record=large.test,10.0." + i / 256 + "." + i % 256);
        }
        Path log = folder.resolve("dnsmasq.log");
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    @Test
    void aServerOfOthersIsUnderstood(@TempDir Path folder) throws Exception {
        int port = freePort();
        Process server = start(folder, port);
        while (!answers(port)) {
            // Somebody may have the port for TCP, or have taken it meanwhile.
            if (!server.isAlive()) {
                port = freePort();
                server = start(folder, port);
            }
            Thread.onSpinWait();
        }
        DnsOptions options = DnsOptions.only(new InetSocketAddress(LOOPBACK, port))
                .timeout(DnsFixture.LONG, 3)
                .resolutionDelay(DnsFixture.LONG);
        try (DnsFixture fixture = new DnsFixture(options)) {
            Answer<InetAddress> web = fixture.get(dns -> dns.lookup("www.test"));
            assertEquals("web.test", web.name());
            assertEquals(Set.copyOf(addresses("192.0.2.1", "2001:db8::1")), Set.copyOf(web.values()));
            assertTrue(web.ttl().toSeconds() > 10 && web.ttl().toSeconds() <= 77, web.ttl().toString());
            assertEquals(
                    List.of(new Service(1, 2, 8080, "web.test"), new Service(3, 4, 8081, "web.test")),
                    fixture.get(dns -> dns.resolveSrv("_http._tcp.test")).values());
            assertEquals(
                    List.of("web.test"),
                    fixture.get(dns -> dns.reverse(InetAddress.ofLiteral("2001:db8::1"))).values());
            assertEquals(DnsException.Kind.NOT_FOUND, fixture.failure(dns -> dns.lookup("nosuch.test")).kind());
            assertEquals(
                    DnsException.Kind.NO_DATA, fixture.failure(dns -> dns.resolveSrv("web.test")).kind());
            assertEquals(300, fixture.get(dns -> dns.resolve4("large.test")).values().size(), "over TCP");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws Exception {
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            return free.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket _ = new Socket(LOOPBACK, port)) {
            return true;
        } catch (IOException e) {
            return false; // It does not listen yet.
        }
    }
}
