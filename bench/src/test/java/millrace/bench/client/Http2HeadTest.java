package millrace.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http2HeadTest {
    private static Http2Head read(String hex) {
        byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
        Http2Head head = new Http2Head();
        head.read(block, 0, block.length);
        return head;
    }

    /** The coded ones are of RFC 7541, appendix C.6, and of nghttp2 and nginx. */
    @ParameterizedTest
    @CsvSource({
        "88, 200, -1",
        "8d, 404, -1",
        "4803333032, 302, -1",
        "08 03 323031, 201, -1",
        "4882 6402, 302, -1",
        "4883 640eff, 307, -1",
        "20 88 5c 01 35, 200, 5",
        "88 0f0d 03 313030, 200, 100",
        "88 5c 82 0803, 200, 101",
        "88 00 04 64617465 01 78, 200, -1",
        "88 40 84 94e78c76 01 78 5c 01 30, 200, 0"
    })
    void statusAndLengthAreReadAndOtherFieldsSteppedOver(String hex, int status, long length) {
        Http2Head head = read(hex);
        assertNull(head.fault);
        assertEquals(status, head.status);
        assertEquals(length, head.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "80", "be", "88 be", "7e 01 78", "3fe11f 88", "48 03 33", "48", "08 03 3a3a3a", "5c 01 35", "88 5c 00",
        "88 5c 81 ff", "88 5c 81 60", "08 04 39393939", "08 01 35", "88 00 7fffffffffff", "ff ff ff ff ff ff", "88 0f"
    })
    void whatCannotBeUnderstoodIsAtFault(String hex) {
        assertNotNull(read(hex).fault);
    }

    @Test
    void noBytesMakeItReadBeyondTheBlock() {
        Random random = new Random(7541);
        Http2Head head = new Http2Head();
        for (int i = 0; i < 200_000; i++) {
            byte[] block = new byte[random.nextInt(24)];
            random.nextBytes(block);
            head.read(block, 0, block.length);
            assertTrue(head.fault != null || head.status >= 100 && head.status <= 599);
        }
    }
}
