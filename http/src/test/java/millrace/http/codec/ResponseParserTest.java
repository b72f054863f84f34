package millrace.http.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResponseParserTest {
    private static final String[][] CASES = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "1.1 200 <OK> 5 kept Content-Length:5| rest=hello"},
        {"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "1.1 200 <OK> 5 kept Content-Length:5| rest=hello"},
        {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "1.0 200 <OK> 0 Content-Length:0| rest="},
        {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n",
            "1.0 200 <OK> 0 kept Content-Length:0|Connection:Keep-Alive| rest="},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, close\r\n\r\n",
            "1.1 200 <OK> 0 Content-Length:0|Connection:x, close| rest="},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "1.1 200 <OK> chunked kept Transfer-Encoding:chunked| rest="},
        {"HTTP/1.1 200 OK\r\n\r\nall the rest", "1.1 200 <OK> close  rest=all the rest"},
        {"HTTP/1.1 204 No Content\r\n\r\n", "1.1 204 <No Content> 0 kept  rest="},
        {"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
            "1.1 304 <Not Modified> 0 kept Content-Length:9| rest="},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1", "1.1 100 <Continue> 0 kept  rest=HTTP/1.1"},
        {"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "1.1 101 <Switching> 0 Upgrade:x| rest="},
        {"HTTP/1.1 200\r\n\r\n", "1.1 200 <> close  rest="},
        {"HTTP/1.1 200 \r\n\r\n", "1.1 200 <> close  rest="},
        {"HTTP/1.1  404.1 Not  Found\r\n\r\n", "1.1 404 <.1 Not  Found> close  rest="},
        {"HTTP/1.1 200 OK\r\nX_y!: \u0001\r\nno colon\r\n", "refuse BLANK_BEFORE_COLON"},
        {"HTTP/1.1 200 OK\r\nX_y!: \u0001\r\nnone\r\n\r\n", "1.1 200 <OK> close X_y!:\u0001|none:| rest="},
        {"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", "refuse BAD_FIELD_VALUE"},
        {"HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n", "refuse BARE_CR"},
        {"HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", "refuse OBSOLETE_FOLDING"},
        {"HTTP/1.1 200 O\rK\r\n\r\n", "refuse BAD_STATUS_LINE"},
        {"HTTP/2.0 200 OK\r\n\r\n", "refuse BAD_STATUS_LINE"},
        {"HTTP/1.1 20 OK\r\n\r\n", "refuse BAD_STATUS_LINE"},
        {"HTTP/1.1 2000 OK\r\n\r\n", "refuse BAD_STATUS_LINE"},
        {"HTTP/1.1 099 OK\r\n\r\n", "refuse BAD_STATUS_LINE"},
        {"<html>", "refuse BAD_STATUS_LINE"},
        {"SSH-2.0", "refuse BAD_STATUS_LINE"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5", "incomplete"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", "refuse TWO_CONTENT_LENGTHS"},
        {"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", "refuse BAD_CONTENT_LENGTH"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "refuse LENGTH_AND_CHUNKED"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "refuse UNKNOWN_TRANSFER_ENCODING"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            "refuse BAD_TRANSFER_ENCODING"},
        {"HTTP/1.1 200 OK\r\nX: " + "a".repeat(200), "refuse FIELDS_TOO_LONG"},
        {"HTTP/1.1 200 " + "a".repeat(200), "refuse FIELDS_TOO_LONG"},
    };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachHeadIsReadAsWrittenBesideItInWhateverPieces() {
        for (String[] one : CASES) {
            byte[] input = bytes(one[0]);
            int[] everywhere = new int[input.length];
            Arrays.setAll(everywhere, i -> i);
            assertEquals(one[1], ResponseTrial.run(128, false, input), one[0]);
            assertEquals(one[1], ResponseTrial.run(128, false, input, everywhere), one[0]);
        }
    }

    @Test
    void anAnswerToHeadHasNoBodyWhateverItsFieldsSay() {
        byte[] input = bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        assertEquals("1.1 200 <OK> 0 kept Content-Length:5| rest=", ResponseTrial.run(128, true, input));
    }

    @Test
    void anyInputIsReadAlikeWholeAndInPieces() {
        long seed = Long.getLong("millrace.fuzz.seed", System.nanoTime());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("millrace.fuzz.seconds", 5));
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> seeds = new ArrayList<>();
        for (String[] one : CASES) {
            seeds.add(bytes(one[0]));
        }
        Mutator mutator = new Mutator(random, seeds);
        do {
            byte[] input = mutator.next();
            boolean bodiless = random.nextInt(4) == 0;
            int headBytes = random.nextInt(16, 160);
            int[] cuts = random.ints(random.nextInt(6), 0, input.length + 1).sorted().toArray();
            assertEquals(ResponseTrial.run(headBytes, bodiless, input),
                    ResponseTrial.run(headBytes, bodiless, input, cuts),
                    () -> "seed %d, limit %d, cut at %s: %s"
                            .formatted(seed, headBytes, Arrays.toString(cuts), Arrays.toString(input)));
        } while (System.nanoTime() < end);
    }
}
