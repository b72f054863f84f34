package millrace.gateway.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Phase;
import millrace.gateway.server.Gateway;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What requests over a socket make of variables. */
@Timeout(60)
class VariablesTest {
    /** Answers with a text of variables. */
    private static final Feature SAY = registry -> registry.directive("say", Context.SERVER).set((scope, s) -> {
        Template text = Template.compile(s.arg(0), scope, s.place());
        scope.get(CoreSettings.KEY).handler(x -> {
            x.reply().sendWhole(200, "text/plain", text.text(x).getBytes(StandardCharsets.ISO_8859_1));
            return Phase.DONE;
        });
    });

    @TempDir
    Path folder;

    private int port;
    private Gateway gateway;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        gateway.abort();
        gateway.close();
    }

    private String say(String text, String request) throws Exception {
        List<Feature> features = new ArrayList<>(Features.all());
        features.add(SAY);
        String server = "server { listen 127.0.0.1:" + port + "; server_name first second; say '" + text + "'; }";
        String file = "events { } http { access_log off; map $http_upgrade $up { default upgrade; '' close; } "
                + server + " }";
        gateway = Gateway.open(Configuration.read(Registry.of(features), Source.ofText(folder, file)),
                PollerKind.EPOLL_ET, 1, Map.of());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4).replace(String.valueOf(port), "PORT");
        }
    }

    private String get(String text, String target, String fields) throws Exception {
        return say(text, "GET " + target + " HTTP/1.0\r\n" + fields + "\r\n");
    }

    @Test
    void theTargetAsItCameAndAsItIsMeant() throws Exception {
        assertEquals("/a%20b/../c?x=1|/c|x=1|?|GET|HTTP/1.0|http|GET /a%20b/../c?x=1 HTTP/1.0",
                get("$request_uri|$uri|$args|$is_args|$request_method|$server_protocol|$scheme|$request",
                        "/a%20b/../c?x=1", ""));
    }

    @Test
    void withoutArgumentsThereIsNoQuestionMark() throws Exception {
        assertEquals("|/|", get("$is_args$args|$document_uri|$query_string", "/", ""));
    }

    @Test
    void argumentsAndCookiesByName() throws Exception {
        assertEquals("2||3|7|", get("$arg_b|$arg_empty|$arg_C|$cookie_Sid|$cookie_none", "/?ab=1&b=2&empty=&c=3&b=4",
                "Cookie: a=1; sid=7 ; b\r\n"));
    }

    @Test
    void fieldsByNameAndSeveralOfOneName() throws Exception {
        assertEquals("x, y|1; 2|text/x|5", get("$http_x_many|$http_cookie|$content_type|$content_length", "/",
                "X-Many: x\r\nX-Many: y\r\nCookie: 1\r\nCookie: 2\r\nContent-Type: text/x\r\nContent-Length: 5\r\n"));
    }

    @Test
    void theHostIsWhatTheClientSaysElseTheServersFirstName() throws Exception {
        assertEquals("example.com|first|8080:", get("$host|$server_name|$request_port$is_request_port", "/",
                "Host: Example.COM:8080\r\n"));
        stop();
        choosePort();
        assertEquals("first|", get("$host|$http_host", "/", ""));
    }

    @Test
    void bothEndsOfTheConnection() throws Exception {
        assertEquals("127.0.0.1|\u007f\u0000\u0000\u0001|127.0.0.1:PORT|1",
                get("$remote_addr|$binary_remote_addr|$server_addr:$server_port|$connection_requests", "/", ""));
    }

    @Test
    void whetherARequestWaitedBehindAnotherAndWhatTheKernelMeasured() throws Exception {
        String next = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        String text = say("<$pipe $tcpinfo_rtt $tcpinfo_rttvar $tcpinfo_snd_cwnd $tcpinfo_rcv_space>",
                next + next + next.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertTrue(text.matches("(?s)<\\. \\d+ \\d+ \\d+ \\d+>.*<p \\d+ .*<p [0-9 ]+>"), text);
    }

    @Test
    void theUserOfBasicAuthentication() throws Exception {
        assertEquals("Aladdin", get("$remote_user", "/", "Authorization: basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
        stop();
        choosePort();
        assertEquals("[]", get("[$remote_user]", "/", "Authorization: Basic ???\r\n"));
    }

    @Test
    void aRequestHasOneIdAndTimes() throws Exception {
        String text = get("$request_id $request_id $request_time $msec $time_iso8601 $pid $hostname $nginx_version",
                "/", "");
        assertTrue(text.matches("([0-9a-f]{32}) \\1 \\d+\\.\\d{3} \\d{10}\\.\\d{3} "
                + "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d"
                + " " + ProcessHandle.current().pid() + " \\S+ 1\\.31\\.5"), text);
    }

    @Test
    void theUsualMapOfTheUpgradeField() throws Exception {
        assertEquals("close", get("$up", "/", ""));
        stop();
        choosePort();
        assertEquals("upgrade", get("$up", "/", "Upgrade: websocket\r\n"));
    }
}
