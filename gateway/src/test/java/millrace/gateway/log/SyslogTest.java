package millrace.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Told to a real socket. */
class SyslogTest {
    private DatagramSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String received() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    private Syslog syslog(String more) {
        return Syslog.parse("syslog:server=127.0.0.1:" + server.getLocalPort() + more);
    }

    private static void write(LogTarget to, Level level, String line) {
        byte[] bytes = line.getBytes(UTF_8);
        to.write(level, bytes, 0, bytes.length);
    }

    @Test
    void accessLogsLineHasTheSeverityOfTheConfiguration() throws IOException {
        Syslog syslog = syslog(",facility=local1,severity=notice,tag=web,nohostname");
        write(syslog, null, "GET /\n");
        assertTrue(received().matches("<141>[A-Z][a-z]{2} [ 0-9]\\d \\d\\d:\\d\\d:\\d\\d web: GET /"));
        syslog.close();
    }

    @Test
    void errorLogsLineHasItsOwn() throws IOException {
        Syslog syslog = syslog("");
        new ErrorLog(List.of(new ErrorLog.Entry(syslog, Level.ERROR))).log(Level.CRIT, "it burns");
        String line = received();
        assertTrue(line.matches("<186>\\w+ +\\d+ [\\d:]+ \\S+ nginx: [\\d/]+ [\\d:]+ \\[crit\\] .*: it burns"), line);
        syslog.close();
    }

    @Test
    void serverThatWasAwayIsToldAgain() throws IOException {
        int port = server.getLocalPort();
        Syslog syslog = syslog(",nohostname");
        server.close();
        write(syslog, null, "lost\n");
        write(syslog, null, "lost\n");
        server = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
        write(syslog, null, "heard\n");
        assertTrue(received().endsWith(": heard"));
        syslog.close();
    }

    @Test
    void mistakesAreSaidInNginxsWords() {
        assertEquals("no syslog server specified", mistake("syslog:tag=a"));
        assertEquals("unknown syslog facility \"local9\"", mistake("syslog:server=127.0.0.1,facility=local9"));
        assertEquals("unknown syslog severity \"loud\"", mistake("syslog:server=127.0.0.1,severity=loud"));
        assertEquals("unknown syslog parameter \"color=red\"", mistake("syslog:server=127.0.0.1,color=red"));
        assertEquals("invalid port in syslog server \"127.0.0.1:x\"", mistake("syslog:server=127.0.0.1:x"));
        assertEquals(
                "syslog \"tag\" only allows alphanumeric characters and underscore",
                mistake("syslog:server=127.0.0.1,tag=a-b"));
    }

    private static String mistake(String text) {
        return assertThrows(IllegalArgumentException.class, () -> Syslog.parse(text)).getMessage();
    }
}
