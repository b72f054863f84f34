package millrace.http.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7541 appendix C, and what must not pass. */
class HpackTest {
    private static final int MUCH = 1 << 20;

    private static final String FIRST = ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com";
    private static final String SECOND = FIRST + "\ncache-control: no-cache";
    private static final String THIRD = ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n"
            + "custom-key: custom-value";

    private static final String REDIRECT = ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n"
            + "location: https://www.example.com";
    private static final String SECOND_REDIRECT = REDIRECT.replace("302", "307");
    private static final String COOKIE = ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\n"
            + "location: https://www.example.com\ncontent-encoding: gzip\n"
            + "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    private final HpackDecoder decoder = new HpackDecoder();

    private void decodes(String fields, String hex) {
        assertEquals(fields, DecodedFields.of(decoder, HexFormat.of().parseHex(hex.replace(" ", "")), MUCH));
    }

    private void malformed(String hex) {
        decodes("malformed", hex);
    }

    @Test
    void singleFieldsOfEachKind() {
        decodes("custom-key: custom-header", "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572");
        decodes(":path: /sample/path", "040c 2f73 616d 706c 652f 7061 7468");
        decodes("password: secret", "1008 7061 7373 776f 7264 0673 6563 7265 74");
        decodes(":method: GET", "82");
    }

    @Test
    void valuesLoseTheBlanksAroundThem() {
        byte[] lines = "x: \t a b \t\r\ny:  \r\nz:c\r\n".getBytes(StandardCharsets.ISO_8859_1);
        HpackEncoder encoder = new HpackEncoder();
        encoder.begin();
        encoder.lines(lines, 0, lines.length);
        byte[] block = Arrays.copyOf(encoder.bytes(), encoder.length());
        assertEquals("x: a b\ny: \nz: c", DecodedFields.of(decoder, block, MUCH));
    }

    @Test
    void requestsWithoutHuffmanCode() {
        decodes(FIRST, "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d");
        decodes(SECOND, "8286 84be 5808 6e6f 2d63 6163 6865");
        decodes(THIRD, "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65");
    }

    @Test
    void requestsWithHuffmanCode() {
        decodes(FIRST, "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff");
        decodes(SECOND, "8286 84be 5886 a8eb 1064 9cbf");
        decodes(THIRD, "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf");
    }

    @Test
    void responsesThatEvict() {
        decodes("", "3fe1 01"); // A table of 256 octets.
        decodes(REDIRECT, "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133"
                + "3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d");
        decodes(SECOND_REDIRECT, "4803 3330 37c1 c0bf");
        decodes(COOKIE, "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970"
                + "7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178"
                + "2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31");
    }

    @Test
    void responsesThatEvictWithHuffmanCode() {
        decodes("", "3fe1 01");
        decodes(REDIRECT, "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d"
                + "29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3");
        decodes(SECOND_REDIRECT, "4883 640e ffc1 c0bf");
        decodes(COOKIE, "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2"
                + "e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07");
    }

    @Test
    void integersThatAreCutOffOrOverflow() {
        malformed("ff");
        malformed("ffff");
        malformed("ffffffffffff");
        malformed("ff808080808000");
        malformed("7fffffffff7f");
    }

    @Test
    void indexesOfNothing() {
        malformed("80");
        malformed("be");
        malformed("7e0161");
    }

    @Test
    void stringsThatAreCutOff() {
        malformed("00");
        malformed("0002");
        malformed("000261");
        malformed("000161");
        malformed("00016105");
    }

    @Test
    void huffmanPaddingThatIsTooLongOrNotOnes() {
        decodes("a: ", "00 81 1f 00");
        malformed("00 81 18 00");
        malformed("00 82 1fff 00");
        malformed("00 84 ffffffff 00");
        malformed("00 85 ffffffffff 00");
    }

    @Test
    void tableSizesBeyondWhatWasAllowedOrInTheWrongPlace() {
        decodes("", "20 3fe11f");
        malformed("3fe21f");
        malformed("82 20");
        malformed("20 20 20");
    }

    @Test
    void aListBeyondTheLimitKeepsTheTablesInStepAndIsNotKept() {
        byte[] block = HexFormat.of().parseHex("82" + "40016101" + "62" + "82");
        assertEquals(":method: GET\n...", DecodedFields.of(decoder, block, 60));
        decodes("a: b", "be");
    }

    @Test
    void fewOctetsThatStandForVeryManyAreABomb() {
        String big = "78".repeat(4000);
        decodes("a: " + "x".repeat(4000), "400161" + "7fa11e" + big);
        byte[] bomb = new byte[16_000];
        Arrays.fill(bomb, (byte) 0xbe);
        assertEquals("bomb", DecodedFields.of(decoder, bomb, 32 << 10));
    }
}
