package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Certificates for localhost that vouch for themselves, made by openssl(1). */
final class Certificates {
    private Certificates() {}

    static ServerTls make(Path folder) throws Exception {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "openssl")));
        assumeTrue(there, "openssl is not installed");
        Path key = folder.resolve("key.pem");
        Process made = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key.toString(), "-out", file(folder).toString(),
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(0, made.waitFor());
        return ServerTls.of(file(folder), key);
    }

    static Path file(Path folder) {
        return folder.resolve("certificate.pem");
    }
}
