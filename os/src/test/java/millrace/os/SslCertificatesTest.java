package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SslCertificatesTest {
    @TempDir
    Path folder;

    private void openssl(String... words) throws Exception {
        Process process = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    /** OpenSSL answers −1 then, and says nothing by errno: what that happens to be is of no account. */
    @Test
    @SuppressWarnings("restricted")
    void oneIsExpiredWhateverErrnoIs() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")) && OpenSsl.isThere(), "no OpenSSL");
        openssl("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=localhost", "-days", "2", "-keyout", "a.key", "-out", "now.crt");
        openssl("openssl", "x509", "-in", "now.crt", "-signkey", "a.key", "-days", "-1", "-out", "over.crt");
        SslCertificates over = SslCertificates.read(SslSource.of(folder.resolve("over.crt")));
        SslCertificates now = SslCertificates.read(SslSource.of(folder.resolve("now.crt")));
        long errno = Call.of("__errno_location").call(0, 0, 0, 0, 0, 0);
        for (int i = 0; i < 100; i++) { // Between two calls the JVM may set it, too.
            MemorySegment.ofAddress(errno).reinterpret(4).set(JAVA_INT, 0, 0);
            assertTrue(over.isExpired());
            assertFalse(now.isExpired());
        }
    }
}
