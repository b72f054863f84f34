package millrace.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import millrace.cluster.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    private static Message read(String line) throws IOException {
        byte[] bytes = ("??" + line + "??").getBytes(UTF_8);
        return Message.read(bytes, 2, bytes.length - 4);
    }

    /** Lines as Node 20 writes them. */
    @Test
    void whatNodeSaysIsUnderstood() throws IOException {
        assertEquals(new Message.Online(), read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0}"));
        Message.QueryServer query = assertInstanceOf(
                Message.QueryServer.class,
                read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":0,\"data\":null,\"address\":null,"
                        + "\"port\":8123,\"addressType\":4,\"backlog\":0,\"seq\":1}"));
        assertEquals(new Endpoint(null, 8123, "4", -1, 0), query.endpoint());
        assertEquals(1, query.seq());
        Message.QueryServer datagram = assertInstanceOf(
                Message.QueryServer.class,
                read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":1,\"data\":null,\"address\":\"::\","
                        + "\"port\":53,\"addressType\":\"udp6\",\"fd\":-1,\"flags\":5,\"seq\":2}"));
        assertEquals(new Endpoint("::", 53, "udp6", -1, 1), datagram.endpoint());
        assertEquals(5, datagram.flags());
        assertEquals(
                new Message.Listening(new Endpoint("/run/a.sock", -1, "-1", -1, 0)),
                read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\",\"index\":0,\"data\":null,"
                        + "\"address\":\"/run/a.sock\",\"port\":-1,\"addressType\":-1,\"backlog\":0,\"seq\":2}"));
        assertEquals(
                new Message.Close("7"), read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"7\",\"seq\":3}"));
        assertEquals(
                new Message.Leaving(4), read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"exitedAfterDisconnect\",\"seq\":4}"));
        assertEquals(new Message.HandleArrived(), read("{\"cmd\":\"NODE_HANDLE_ACK\"}"));
        assertEquals(new Message.HandleLost(), read("{\"cmd\":\"NODE_HANDLE_NACK\"}"));
        Message.Answer answer = assertInstanceOf(
                Message.Answer.class, read("{\"cmd\":\"NODE_CLUSTER\",\"ack\":3,\"accepted\":false,\"seq\":9}"));
        assertEquals(3, answer.ack());
        assertEquals(false, answer.accepted());
    }

    @Test
    void whatThePrimarySaysIsUnderstood() throws IOException {
        assertEquals(
                new Message.Handle("net.Native", new Message.NewConnection(12, "1")),
                read("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                        + "\"act\":\"newconn\",\"key\":\"1\",\"seq\":12}}"));
        assertEquals(new Message.Disconnect(), read(new String(Replies.DISCONNECT, UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1", "\"text\"", "null", "true", "[1,{\"cmd\":\"NODE_CLUSTER\"}]", "{}", "{\"cmd\":\"NODE_\"}",
                "{\"cmd\":5}", "{\"cmd\":\"mine\",\"x\":[1,2,{\"cmd\":\"NODE_CLUSTER\"}]}", "{\"a\":\"ü€🐎\\u0000\"}",
                "{\"cmd\":\"NODE_HANDLE_ACK\",\"cmd\":1}"
            })
    void whatIsNotTheProtocolsOwnIsTheAppsAndStaysAsItIs(String json) throws IOException {
        assertEquals(new Message.User(json), read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "}", "{\"cmd\":\"NODE_CLUSTER\"", "{\"cmd\":\"NODE_CLUSTER\"}}", "{} {}", "[1", "nul",
                "{\"a\":}", "{\"a\" 1}", "\u0001", "{\"a\":\"\n\"}", "{\"cmd\":\"NODE_HANDLE_ACK\"}x", "NaN", "'a'"
            })
    void whatIsNotJsonIsAnError(String line) {
        assertThrows(IOException.class, () -> read(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"NODE_CLUSTER\"}",
                "{\"cmd\":\"NODE_CLUSTER\",\"act\":7,\"seq\":\"x\"}",
                "{\"cmd\":\"NODE_SOMETHING\"}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":\"1\"}"
            })
    void whatWeDoNotKnowIsNamed(String line) throws IOException {
        assertInstanceOf(Message.Unknown.class, read(line));
    }

    @Test
    void strangeTypesInKnownMessagesAreTakenForMissing() throws IOException {
        Message.QueryServer query = assertInstanceOf(
                Message.QueryServer.class,
                read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"address\":[],\"port\":\"x\",\"fd\":{},"
                        + "\"index\":1e9,\"backlog\":null,\"flags\":true}"));
        assertEquals(new Endpoint(null, 0, null, -1, 1_000_000_000), query.endpoint());
        assertEquals(-1, query.seq());
    }

    @Test
    void deepNestingIsRefusedAndNotAnOverflow() {
        assertThrows(IOException.class, () -> read("[".repeat(100_000) + "]".repeat(100_000)));
    }

    @Test
    void randomChangesToAMessageNeverBreakTheReader() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] model = ("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                        + "\"act\":\"queryServer\",\"index\":0,\"data\":null,\"port\":8123,\"ack\":4,\"seq\":1}}")
                .getBytes(UTF_8);
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] line = model.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            try {
                Message.read(line, 0, line.length);
                understood++;
            } catch (IOException expected) {
                // Not JSON any more: that is said, and nothing else is thrown.
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + new String(line, UTF_8), e);
            }
        }
        assertEquals(true, understood > 0, "seed " + seed);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Map<String, Object> fields = Replies.error(5, 98);
        fields.put("data", Map.of("a", List.of(1, 2.5, "ü\n", true)));
        byte[] line = Json.line(fields);
        assertEquals('\n', line[line.length - 1]);
        assertArrayEquals(line, Json.line(Json.read(line, 0, line.length - 1)));
    }
}
