package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScanTest {

    private static long scan(String line) {
        byte[] bytes = ("xx" + line + "yy").getBytes(US_ASCII);
        return AnswerScan.read(bytes, 2, bytes.length - 4);
    }

    @Test
    void theAnswersOfNodeAreKnown() {
        assertEquals(AnswerScan.ARRIVED, scan("{\"cmd\":\"NODE_HANDLE_ACK\"}"));
        assertEquals(0, scan("{\"cmd\":\"NODE_CLUSTER\",\"ack\":0,\"accepted\":true,\"seq\":3}"));
        assertEquals(
                123_456_789_012_345L,
                scan("{\"cmd\":\"NODE_CLUSTER\",\"ack\":123456789012345,\"accepted\":true,\"seq\":1234567}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "{}", "{\"cmd\":\"NODE_HANDLE_NACK\"}", "{\"cmd\":\"NODE_HANDLE_ACX\"}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":false,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":-1,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":01,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1234567890123456,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3,\"x\":1}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3}}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\": 1,\"accepted\":true,\"seq\":3}"
            })
    void whateverElseIsLeftToTheParser(String line) {
        assertEquals(AnswerScan.OTHER, scan(line));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "9, 10", "99, 100", "1000000, 7"})
    void numbersOfAnyLengthAreRead(long ack, long seq) {
        assertEquals(ack, scan("{\"cmd\":\"NODE_CLUSTER\",\"ack\":" + ack + ",\"accepted\":true,\"seq\":" + seq + "}"));
    }

    @Test
    void whatTheScanTakesMeansTheSameToTheParser() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] model = "{\"cmd\":\"NODE_CLUSTER\",\"ack\":123,\"accepted\":true,\"seq\":45}".getBytes(US_ASCII);
        for (int i = 0; i < 200_000; i++) {
            byte[] line = model.clone();
            line[random.nextInt(line.length)] = (byte) random.nextInt(' ', 127);
            long scanned = AnswerScan.read(line, 0, line.length);
            if (scanned != AnswerScan.OTHER) {
                assertEquals(scanned, parsed(line), "seed " + seed + ": " + new String(line, US_ASCII));
            }
        }
    }

    private static long parsed(byte[] line) {
        try {
            Message.Answer answer = (Message.Answer) Message.read(line, 0, line.length);
            return answer.accepted() ? answer.ack() : AnswerScan.OTHER;
        } catch (IOException e) {
            return AnswerScan.OTHER;
        }
    }
}
