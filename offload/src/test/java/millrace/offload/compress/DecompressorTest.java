package millrace.offload.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import millrace.offload.compress.DecompressionException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a decompressor must refuse, and what it must not. */
class DecompressorTest {
    private static final DecompressionLimits ROOM = new DecompressionLimits(1 << 20, 2000);

    private static byte[] through(Format format, DecompressionLimits limits, byte[] input) throws IOException {
        try (Decompressor decompressor = Decompressor.of(format, limits)) {
            return Drive.through(decompressor, input);
        }
    }

    private static DecompressionException refused(Format format, DecompressionLimits limits, byte[] input) {
        return assertThrows(DecompressionException.class, () -> through(format, limits, input));
    }

    private static byte[] packed(Format format, byte[] input) throws IOException {
        try (Compressor compressor = Compressor.of(format, 9)) {
            return Drive.through(compressor, input);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inputCutOffAtAnyByteIsTruncated(Format format) throws IOException {
        byte[] packed = packed(format, Drive.text(3_000, 1));
        for (int length = 0; length < packed.length; length++) {
            DecompressionException e = refused(format, ROOM, Arrays.copyOf(packed, length));
            assertEquals(Reason.TRUNCATED, e.reason(), "at " + length);
            assertTrue(e.getMessage().contains("after " + length + " bytes"), e.getMessage());
        }
    }

    @Test
    void everyFlippedBitOfAGzipIsNoticedOrHarmless() throws IOException {
        byte[] input = Drive.text(400, 1);
        byte[] packed = packed(Format.GZIP, input);
        for (int bit = 0; bit < packed.length * 8; bit++) {
            byte[] flipped = packed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertArrayEquals(input, through(Format.GZIP, ROOM, flipped), "bit " + bit);
                assertTrue(bit / 8 >= 3 && bit / 8 < 10, "bit " + bit + " is neither a flag, the time nor the system");
            } catch (DecompressionException e) {
                assertTrue(e.reason() != Reason.TOO_LARGE, e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void seededGarbageIsRefusedAndNeverHangs(Format format) throws IOException {
        Random random = new Random(6);
        byte[] valid = packed(format, Drive.text(2_000, 3));
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] input;
            if (round % 2 == 0) {
                input = Drive.noise(random.nextInt(200), round);
            } else {
                input = valid.clone();
                for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                    input[random.nextInt(input.length)] = (byte) random.nextInt();
                }
            }
            try (Decompressor decompressor = Decompressor.of(format, ROOM)) {
                Drive.through(decompressor, input, random, 500);
            } catch (DecompressionException e) {
                refused++;
            }
        }
        assertTrue(refused > 10_000, refused + " refused");
    }

    @Test
    void aBombIsRefusedBeforeItGoesOff() throws IOException {
        byte[] bomb = packed(Format.GZIP, new byte[100 << 20]);
        try (Decompressor decompressor = Decompressor.gzip(DecompressionLimits.ofBytes(1L << 40))) {
            decompressor.input(bomb, 0, bomb.length);
            byte[] out = new byte[64 * 1024];
            long[] total = {0};
            DecompressionException e = assertThrows(DecompressionException.class, () -> {
                for (int n; (n = decompressor.read(out, 0, out.length)) > 0; ) {
                    total[0] += n;
                }
            });
            assertEquals(Reason.TOO_LARGE, e.reason());
            assertTrue(e.getMessage().contains("more than 200 times"), e.getMessage());
            assertTrue(total[0] < 2 << 20, total[0] + " bytes came out");
        }
    }

    @Test
    void theLimitOfBytesIsExact() throws IOException {
        byte[] packed = packed(Format.GZIP, Drive.noise(10_000, 1));
        assertEquals(10_000, through(Format.GZIP, DecompressionLimits.ofBytes(10_000), packed).length);
        DecompressionException e = refused(Format.GZIP, DecompressionLimits.ofBytes(9_999), packed);
        assertEquals(Reason.TOO_LARGE, e.reason());
        assertTrue(e.getMessage().contains("9999"), e.getMessage());
    }

    @Test
    void manyMembersCannotGetRoundTheLimit() throws IOException {
        byte[] member = packed(Format.GZIP, new byte[600_000]);
        byte[] two = Arrays.copyOf(member, 2 * member.length);
        System.arraycopy(member, 0, two, member.length, member.length);
        assertEquals(Reason.TOO_LARGE, refused(Format.GZIP, ROOM, two).reason());
    }

    @Test
    void aSmallDocumentMayHaveAHighRatio() throws IOException {
        assertEquals(1 << 20, through(Format.GZIP, new DecompressionLimits(1 << 20, 1), packed(Format.GZIP, new byte[1 << 20])).length);
    }

    @Test
    void whatFollowsTheEndIsRefused() throws IOException {
        for (Format format : Format.values()) {
            byte[] packed = packed(format, Drive.text(100, 1));
            DecompressionException e = refused(format, ROOM, Arrays.copyOf(packed, packed.length + 3));
            assertEquals("3 bytes follow the end of the compressed data", e.getMessage());
        }
    }

    @Test
    void aHeaderWithEverythingInItIsReadAndItsChecksumChecked() throws IOException {
        byte[] plain = packed(Format.GZIP, Drive.text(100, 1));
        ByteArrayOutputStream rich = new ByteArrayOutputStream();
        rich.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        rich.writeBytes(new byte[] {5, 0, 'e', 'x', 't', 'r', 'a'});
        rich.writeBytes("name.txt\0a comment\0".getBytes());
        CRC32 crc = new CRC32();
        crc.update(rich.toByteArray());
        rich.write((int) crc.getValue());
        int checkAt = rich.size();
        rich.write((int) (crc.getValue() >> 8));
        rich.write(plain, 10, plain.length - 10);
        assertArrayEquals(Drive.text(100, 1), through(Format.GZIP, ROOM, rich.toByteArray()));
        byte[] wrong = rich.toByteArray();
        wrong[checkAt] ^= 1;
        assertTrue(refused(Format.GZIP, ROOM, wrong).getMessage().contains("header does not match"));
        wrong[3] |= (byte) 0x80;
        assertEquals("gzip's reserved flags are set: 0x9e", refused(Format.GZIP, ROOM, wrong).getMessage());
    }

    @Test
    void aNameWithoutEndIsRefused() {
        byte[] endless = new byte[100_000];
        Arrays.fill(endless, (byte) 'n');
        System.arraycopy(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3}, 0, endless, 0, 10);
        assertEquals("a gzip header of more than 65536 bytes", refused(Format.GZIP, ROOM, endless).getMessage());
    }

    @Test
    void whatIsNotGzipIsSaidToBeSo() {
        assertEquals("not gzip: it begins with byte 0x7b, not with 0x1f",
                refused(Format.GZIP, ROOM, "{}".getBytes()).getMessage());
    }
}
