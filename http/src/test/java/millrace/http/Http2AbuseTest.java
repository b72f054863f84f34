package millrace.http;

import static millrace.http.RawHttp2Client.CONTINUATION;
import static millrace.http.RawHttp2Client.DATA;
import static millrace.http.RawHttp2Client.GOAWAY;
import static millrace.http.RawHttp2Client.HEADERS;
import static millrace.http.RawHttp2Client.PING;
import static millrace.http.RawHttp2Client.PRIORITY;
import static millrace.http.RawHttp2Client.RST_STREAM;
import static millrace.http.RawHttp2Client.SETTINGS;
import static millrace.http.RawHttp2Client.WINDOW_UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import millrace.http.h2.Abuse;
import org.junit.jupiter.api.Test;

/** Each kind of abuse ends its connection, is counted, and leaves an honest client alone. */
class Http2AbuseTest {
    private static final int ENHANCE_YOUR_CALM = 0xb;
    private static final int CANCEL = 0x8;
    private static final int REFUSED_STREAM = 0x7;
    private static final int INITIAL_WINDOW_SIZE = 4;

    /** So many times what is allowed at once that no machine is slow enough to make it honest. */
    private static final int TIMES = 20;

    private static final Handler SLOW_OR_NOT = (request, response) -> {
        if (request.pathIs("/large")) {
            response.send(new byte[1 << 20]);
        } else if (!request.pathIs("/never")) {
            response.send("fine");
        }
    };

    private static void cutOff(Abuse kind, int repeated, Consumer<RawHttp2Client> start, FrameMaker again) throws Exception {
        cutOff(ServerOptions.DEFAULT, kind, repeated, start, again);
    }

    private static void cutOff(ServerOptions options, Abuse kind, int repeated, Consumer<RawHttp2Client> start,
            FrameMaker again, int... settings) throws Exception {
        try (HttpServer server = Servers.start(options, SLOW_OR_NOT);
                RawHttp2Client honest = new RawHttp2Client(server);
                RawHttp2Client abuser = new RawHttp2Client(server, settings)) {
            start.accept(abuser);
            for (int i = 0; i < repeated; i++) {
                again.add(abuser, i);
            }
            Thread sender = Thread.startVirtualThread(abuser::flushUntilClosed);
            assertEquals(ENHANCE_YOUR_CALM, abuser.next(GOAWAY).number(4));
            assertEquals(1, server.endedFor(kind));
            honest.head(1, true, "GET", "/").flush();
            assertEquals("fine", honest.body());
            sender.join();
        }
    }

    private interface FrameMaker {
        void add(RawHttp2Client client, int i);
    }

    private static void nothing(RawHttp2Client client) { /* the abuse itself is enough */ }

    @Test
    void rapidReset() throws Exception {
        cutOff(Abuse.RAPID_RESET, TIMES * 200, Http2AbuseTest::nothing, (client, i) ->
                client.head(2 * i + 1, true, "GET", "/never").number(RST_STREAM, 2 * i + 1, CANCEL));
    }

    @Test
    void whatIsResetInTheSameBreathIsNeverBegun() throws Exception {
        List<String> begun = new ArrayList<>();
        try (HttpServer server = Servers.start((request, response) -> {
                    begun.add(request.path());
                    response.send("fine");
                });
                RawHttp2Client client = new RawHttp2Client(server)) {
            int id = 1;
            for (; id < 100; id += 2) {
                client.head(id, true, "GET", "/reset").number(RST_STREAM, id, CANCEL);
            }
            for (; id < 200; id += 2) { // A window cannot grow by nothing.
                client.head(id, true, "GET", "/faulty").number(WINDOW_UPDATE, id, 0);
            }
            client.head(id, true, "GET", "/good").flush();
            assertEquals("fine", client.body());
            assertEquals(List.of("/good"), begun);
        }
    }

    @Test
    void madeYouReset() throws Exception {
        cutOff(Abuse.MADE_YOU_RESET, TIMES * 100, Http2AbuseTest::nothing, (client, i) ->
                client.head(2 * i + 1, true, "GET", "/never").number(WINDOW_UPDATE, 2 * i + 1, 0));
    }

    /** Each of them makes the server reset the stream, and is the client's fault. */
    @Test
    void madeYouResetByOtherFaults() throws Exception {
        List<FrameMaker> faults = List.of(
                (client, id) -> client.head(id, true, "GET", "/never").number(WINDOW_UPDATE, id, Integer.MAX_VALUE),
                (client, id) -> client.head(id, true, "GET", "/never").frame(DATA, 0, id, (byte) 0),
                (client, id) -> client.head(id, true, "GET", "/never").head(id, true, "GET", "/never"),
                (client, id) -> client.head(id, true, "GET", "/never").frame(PRIORITY, 0, id, new byte[4]),
                (client, id) -> client.head(id, true, "GET", "/never").frame(PRIORITY, 0, id, self(id)),
                (client, id) -> client.head(id, true, "GET", "/never", "Large", "x"),
                (client, id) -> client.head(id, false, "POST", "/never", "content-length", "1").frame(DATA, 0, id, new byte[2]));
        for (FrameMaker fault : faults) {
            cutOff(Abuse.MADE_YOU_RESET, TIMES * 100, Http2AbuseTest::nothing, (client, i) -> fault.add(client, 2 * i + 1));
        }
    }

    private static byte[] self(int id) {
        return ByteBuffer.allocate(5).putInt(id).array();
    }

    @Test
    void continuationsWithoutEnd() throws Exception {
        cutOff(Abuse.CONTINUATION_FLOOD, 100, client -> client.frame(HEADERS, 0, 1, (byte) 0x82), (client, i) ->
                client.frame(CONTINUATION, 0, 1, (byte) 0x82));
    }

    @Test
    void aBlockWithoutMeasure() throws Exception {
        cutOff(Abuse.CONTINUATION_FLOOD, 5, client -> client.frame(HEADERS, 0, 1, (byte) 0x82), (client, i) ->
                client.frame(CONTINUATION, 0, 1, new byte[16_000]));
    }

    @Test
    void settings() throws Exception {
        cutOff(Abuse.SETTINGS_FLOOD, TIMES * 50, Http2AbuseTest::nothing, (client, i) -> client.frame(SETTINGS, 0, 0));
    }

    @Test
    void pings() throws Exception {
        cutOff(Abuse.PING_FLOOD, TIMES * 100, Http2AbuseTest::nothing, (client, i) -> client.frame(PING, 0, 0, new byte[8]));
    }

    @Test
    void emptyFrames() throws Exception {
        cutOff(Abuse.EMPTY_FRAMES, TIMES * 100, client -> client.head(1, false, "POST", "/never"), (client, i) ->
                client.frame(DATA, 0, 1));
    }

    @Test
    void framesThatAskForNothing() throws Exception {
        cutOff(Abuse.IDLE_FRAMES, TIMES * 1000, Http2AbuseTest::nothing, (client, i) ->
                client.frame(PRIORITY, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 3, (byte) 1));
    }

    @Test
    void windowUpdates() throws Exception {
        cutOff(Abuse.WINDOW_FLOOD, TIMES * 2000, Http2AbuseTest::nothing, (client, i) -> client.number(WINDOW_UPDATE, 0, 1));
    }

    /** CVE-2019-9511: an answer is asked for octet by octet. */
    @Test
    void windowsThatAreOpenedByAnOctet() throws Exception {
        cutOff(ServerOptions.DEFAULT, Abuse.WINDOW_FLOOD, TIMES * 2000, client -> client.head(1, true, "GET", "/large"),
                (client, i) -> client.number(WINDOW_UPDATE, 1, 1), INITIAL_WINDOW_SIZE, 0);
    }

    /** CVE-2019-9517 and 9511: much is asked for, and nothing taken. */
    @Test
    void answersOfWhichNoneIsTaken() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withTimeouts(new ServerOptions.Timeouts(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMillis(50)));
        cutOff(options, Abuse.STALLED, 128, Http2AbuseTest::nothing,
                (client, i) -> client.head(2 * i + 1, true, "GET", "/"), INITIAL_WINDOW_SIZE, 0);
    }

    @Test
    void fieldsThatGrowWhenTheyAreDecoded() throws Exception {
        byte[] large = new byte[4003 + 4];
        System.arraycopy(new byte[] {0x40, 1, 'a', 0x7f, (byte) 0xa1, 0x1e}, 0, large, 0, 6);
        Arrays.fill(large, 6, large.length, (byte) 'x');
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(large, 0, 6 + 4000);
        byte[] again = new byte[12_000];
        Arrays.fill(again, (byte) 0xbe);
        block.writeBytes(again);
        cutOff(Abuse.HEADER_BOMB, 1, Http2AbuseTest::nothing, (client, i) ->
                client.frame(HEADERS, 5, 1, block.toByteArray()));
    }

    @Test
    void anAnswerThatIsNeverTakenIsReset() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withTimeouts(new ServerOptions.Timeouts(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMillis(50)));
        try (HttpServer server = Servers.start(options, SLOW_OR_NOT);
                RawHttp2Client client = new RawHttp2Client(server, 4, 0)) {
            client.head(1, true, "GET", "/").flush();
            assertEquals(CANCEL, client.next(RST_STREAM).number(0));
        }
    }

    @Test
    void aBodyThatDoesNotComeIsAnsweredInItsPlace() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withTimeouts(new ServerOptions.Timeouts(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMillis(50), Duration.ofMinutes(5)));
        try (HttpServer server = Servers.start(options, Servers::echo); RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, false, "POST", "/").flush();
            assertEquals(":status: 408", client.fields(client.next(HEADERS)).lines().findFirst().orElseThrow());
        }
    }

    @Test
    void whoTakesNoAnswersIsRefusedMoreOfThem() throws Exception {
        byte[] large = new byte[1 << 20];
        try (HttpServer server = Servers.start((_, response) -> response.send(large));
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, 0)) {
            for (int id = 1; id < 100; id += 2) {
                client.head(id, true, "GET", "/");
            }
            RawHttp2Client.Frame refused = client.flush().next(RST_STREAM);
            assertEquals(REFUSED_STREAM, refused.number(0));
            assertEquals(2 * 17 + 1, refused.id());
        }
    }

    @Test
    void answersThatPileUpAreGivenUp() throws Exception {
        byte[] large = new byte[8 << 20];
        List<Response> waiting = new ArrayList<>();
        try (HttpServer server = Servers.start((request, response) -> {
                    if (request.pathIs("/go")) {
                        waiting.forEach(each -> each.send(large));
                    } else {
                        waiting.add(response);
                    }
                });
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, 0)) {
            for (int id = 1; id <= 17; id += 2) {
                client.head(id, true, "GET", "/");
            }
            RawHttp2Client.Frame reset = client.head(19, true, "GET", "/go").flush().next(RST_STREAM);
            assertEquals(ENHANCE_YOUR_CALM, reset.number(0));
            assertEquals(17, reset.id());
            client.number(WINDOW_UPDATE, 1, 1).flush();
            assertEquals(1, client.next(DATA).payload().length);
        }
    }
}
