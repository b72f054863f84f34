package millrace.offload.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
    private static final DecompressionLimits ROOM = new DecompressionLimits(64 << 20, 2000);

    @ParameterizedTest
    @EnumSource
    void whatGoesInComesOutHoweverItIsCut(Format format) throws IOException {
        Random random = new Random(4);
        try (Compressor compressor = Compressor.of(format, 6); Decompressor decompressor = Decompressor.of(format, ROOM)) {
            for (int round = 0; round < 60; round++) {
                int length = round < 3 ? round : random.nextInt(300_000);
                byte[] input = round % 2 == 0 ? Drive.text(length, round) : Drive.noise(length, round);
                int largestPiece = 1 + random.nextInt(round % 3 == 0 ? 20_000 : 300);
                byte[] packed = Drive.through(compressor, input, random, largestPiece);
                assertArrayEquals(input, Drive.through(decompressor, packed, random, largestPiece));
                compressor.reset();
                decompressor.reset();
            }
        }
    }

    @Test
    void everyLevelIsReadByTheJdk() throws IOException {
        byte[] input = Drive.text(100_000, 1);
        for (int level = -1; level <= 9; level++) {
            try (Compressor compressor = Compressor.gzip(level)) {
                byte[] packed = Drive.through(compressor, input);
                assertArrayEquals(input, new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes());
                assertTrue(level == 0 || packed.length < input.length / 3, "level " + level + ": " + packed.length);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Compressor.gzip(10));
    }

    @ParameterizedTest
    @EnumSource
    void aFlushLetsAllOutThatWentIn(Format format) throws IOException {
        Random random = new Random(5);
        try (Compressor compressor = Compressor.of(format, 6); Decompressor decompressor = Decompressor.of(format, ROOM)) {
            for (int round = 0; round < 200; round++) {
                byte[] input = Drive.text(1 + random.nextInt(5_000), round);
                byte[] header = drain(compressor, random);
                assertTrue(compressor.needsInput());
                compressor.input(input, 0, input.length);
                byte[] packed = concat(header, drain(compressor, random));
                compressor.flush();
                packed = concat(packed, drain(compressor, random));
                decompressor.input(packed, 0, packed.length);
                assertArrayEquals(input, drain(decompressor, random), "round " + round);
            }
        }
    }

    private static byte[] drain(Codec codec, Random random) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] out = new byte[1 + random.nextInt(2_000)];
        for (int n; (n = codec.read(out, 0, out.length)) > 0; ) {
            all.write(out, 0, n);
        }
        return all.toByteArray();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void membersThatFollowEachOtherAreOneStream() throws IOException {
        byte[] one = packed(Drive.text(1_000, 1));
        byte[] empty = packed(new byte[0]);
        byte[] two = packed(Drive.text(70_000, 2));
        byte[] all = concat(concat(one, empty), concat(empty, two));
        try (Decompressor decompressor = Decompressor.gzip(ROOM)) {
            assertArrayEquals(concat(Drive.text(1_000, 1), Drive.text(70_000, 2)), Drive.through(decompressor, all));
        }
    }

    static byte[] packed(byte[] input) throws IOException {
        try (Compressor compressor = Compressor.gzip(6)) {
            return Drive.through(compressor, input);
        }
    }

    @Test
    void inputOutOfTurnIsAnError() throws IOException {
        try (Compressor compressor = Compressor.gzip(6)) {
            compressor.input(new byte[10], 0, 10);
            assertFalse(compressor.needsInput());
            assertEquals(10, compressor.remaining());
            assertThrows(IllegalStateException.class, () -> compressor.input(new byte[1], 0, 1));
            compressor.endInput();
            byte[] out = new byte[100];
            assertTrue(compressor.read(out, 0, 100) > 20);
            assertEquals(0, compressor.remaining());
            assertEquals(0, compressor.read(out, 0, 100));
            assertTrue(compressor.isFinished());
            assertThrows(IllegalStateException.class, () -> compressor.input(new byte[1], 0, 1));
        }
    }
}
