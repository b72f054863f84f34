package millrace.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes hostile inputs out of good ones. The same generator state gives the same input. */
final class Mutator {
    private static final String[] WORDS = {
        "\r\n", "\r", "\n", "\r\n\r\n", " ", "\t", ":", ",", ";", "0", "\0", "\u007f", "\u00ff", "?", "#", "*", "[", "]",
        "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET ", "POST ", "CONNECT ", "http://", "Host: a\r\n", "Host:",
        "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "chunked", "gzip, ",
        "Connection: close\r\n", "Connection: upgrade\r\nUpgrade: x\r\n", "Expect: 100-continue\r\n", "0\r\n\r\n",
        "5\r\nhello\r\n", "ffffffffffffffff", "7fffffffffffffff", "5;a=b\r\nhello\r\n", "A: b\r\n", "\r\n c",
    };

    private final RandomGenerator random;
    private final List<byte[]> seeds;

    Mutator(RandomGenerator random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    byte[] next() {
        byte[] input = pick().clone();
        for (int i = random.nextInt(5); i >= 0; i--) {
            input = mutate(input);
        }
        return input;
    }

    private byte[] pick() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] mutate(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(1, 12));
        return switch (random.nextInt(7)) {
            case 0 -> replace(input, from, from, WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1));
            case 1 -> replace(input, from, to, WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1));
            case 2 -> replace(input, from, to, new byte[0]);
            case 3 -> replace(input, from, from, Arrays.copyOfRange(input, from, to));
            case 4 -> replace(input, from, to, new byte[] {(byte) random.nextInt(256)});
            case 5 -> replace(input, from, from, pick());
            default -> flip(input, from);
        };
    }

    private byte[] flip(byte[] input, int at) {
        if (at < input.length) {
            input[at] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private static byte[] replace(byte[] input, int from, int to, byte[] with) {
        byte[] result = new byte[from + with.length + input.length - to];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(input, to, result, from + with.length, input.length - to);
        return result;
    }
}
