package millrace.offload.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the gzip command, both ways. */
class GzipCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void installed() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gzip")), "apt-get install gzip");
    }

    private void gzip(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "/usr/bin/gzip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
        assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    @Test
    void theCommandReadsOurs() throws Exception {
        byte[] input = Drive.text(500_000, 1);
        Files.write(folder.resolve("ours.gz"), CodecTest.packed(input));
        gzip("--test", "ours.gz");
        gzip("--decompress", "ours.gz");
        assertArrayEquals(input, Files.readAllBytes(folder.resolve("ours")));
    }

    @Test
    void weReadTheCommands() throws Exception {
        byte[] input = Drive.text(500_000, 2);
        for (String level : new String[] {"-1", "-9"}) {
            Path file = folder.resolve("theirs");
            Files.write(file, input);
            gzip("--force", "--name", level, "theirs");
            assertArrayEquals(input, unpacked(Files.readAllBytes(folder.resolve("theirs.gz"))));
        }
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (Decompressor decompressor = Decompressor.gzip(DecompressionLimits.ofBytes(1 << 20))) {
            return Drive.through(decompressor, packed);
        }
    }
}
