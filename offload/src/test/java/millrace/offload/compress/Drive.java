package millrace.offload.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Takes a codec through its protocol, in pieces of any size. */
final class Drive {
    private Drive() {}

    /** The whole input in pieces of random size, into output buffers of random size. */
    static byte[] through(Codec codec, byte[] input, Random random, int largestPiece) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int at = 0;
        while (!codec.isFinished()) {
            byte[] out = new byte[1 + random.nextInt(largestPiece)];
            int done = codec.read(out, 0, out.length);
            all.write(out, 0, done);
            if (done == 0 && codec.needsInput()) {
                if (at == input.length) {
                    codec.endInput();
                } else {
                    int piece = Math.min(input.length - at, 1 + random.nextInt(largestPiece));
                    codec.input(input, at, piece);
                    at += piece;
                }
            }
        }
        return all.toByteArray();
    }

    static byte[] through(Codec codec, byte[] input) throws IOException {
        return through(codec, input, new Random(0), 8192);
    }

    /** Text with repetitions, as compression is made for. */
    static byte[] text(int length, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("{\"id\":").append(random.nextInt(1000)).append(",\"name\":\"n").append(random.nextInt(50)).append("\"},");
        }
        text.setLength(length);
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] noise(int length, long seed) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }
}
