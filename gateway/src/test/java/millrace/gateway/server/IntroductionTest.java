package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.exchange.Phase;
import millrace.gateway.log.LogFiles;
import millrace.gateway.variable.Template;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IntroductionTest {
    private static final String REQUEST = "GET / HTTP/1.0\r\n\r\n";

    @TempDir
    Path folder;

    private Gateway gateway;
    private Path socket;
    private Template shown;

    private void start(String listen, String lines) throws Exception {
        socket = folder.resolve("socket");
        String text = "events {} error_log " + folder + "/error.log; http { access_log off; server { listen unix:" + socket + listen
                + "; " + lines + " } }";
        List<Feature> all = new ArrayList<>();
        all.add(registry -> registry.phase(Phase.CONTENT, x -> {
            x.reply().sendWhole(200, null, shown.text(x).getBytes(StandardCharsets.ISO_8859_1));
            return Phase.DONE;
        }));
        all.addAll(Features.all());
        Registry registry = Registry.of(all);
        Configuration configuration = Configuration.read(registry, Source.ofText(folder, text));
        shown = Template.compile(
                "$proxy_protocol_addr!$proxy_protocol_port!$proxy_protocol_server_addr!$proxy_protocol_server_port"
                        + "!$proxy_protocol_tlv_alpn!$proxy_protocol_tlv_0x001",
                configuration.main(), null);
        LogFiles.of(configuration).open(null, trouble -> { });
        gateway = Gateway.open(configuration, PollerKind.EPOLL_ET, 1, Map.of());
    }

    @AfterEach
    void stop() {
        gateway.abort();
        gateway.close();
    }

    private String ask(byte[]... pieces) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            for (byte[] piece : pieces) {
                channel.write(ByteBuffer.wrap(piece));
            }
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (channel.read(answer) >= 0) {
                assertTrue(answer.hasRemaining());
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? "" : text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theClientIsWhoTheLineSays() throws Exception {
        start(" proxy_protocol", "");
        assertEquals("192.0.2.1!123!192.0.2.2!5678!!",
                ask(bytes("PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\n" + REQUEST)));
        assertEquals("2001:db8::1!1!2001:db8::2!2!!",
                ask(bytes("PROXY TCP6 2001:Db8::1 2001:Db8::2 1 2\r\n"), bytes(REQUEST)));
        assertEquals("!!!!!", ask(bytes("PROXY UNKNOWN\r\n" + REQUEST)));
    }

    @Test
    void binaryHeadersMayComeInPieces() throws Exception {
        start(" proxy_protocol", "");
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(bytes("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0011"));
        header.writeBytes(new byte[] {10, 0, 0, 1, 10, 0, 0, 2, 0, 80, 1, 0});
        header.writeBytes(bytes("\u0001\0\u0002h2"));
        byte[] all = header.toByteArray();
        byte[][] pieces = new byte[all.length + 1][];
        for (int i = 0; i < all.length; i++) {
            pieces[i] = new byte[] {all[i]};
        }
        pieces[all.length] = bytes(REQUEST);
        assertEquals("10.0.0.1!80!10.0.0.2!256!h2!h2", ask(pieces));
    }

    @Test
    void whoDoesNotIntroduceItselfIsSentAway() throws Exception {
        start(" proxy_protocol", "");
        assertEquals("", ask(bytes(REQUEST)));
        String log = Files.readString(folder.resolve("error.log"));
        assertTrue(log.contains("[error]") && log.contains("broken header: \"GET / HTTP/1.0"), log);
    }

    @Test
    void whoSaysNothingIsNotWaitedForLong() throws Exception {
        start("", "client_header_timeout 10ms;");
        assertEquals("", ask());
        stop();
        Files.deleteIfExists(socket);
        start(" proxy_protocol", "client_header_timeout 10ms;");
        assertEquals("", ask(bytes("PROXY ")));
    }
}
