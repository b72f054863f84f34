package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command {@code openssl} as a responder of OCSP, and certificates that it knows: {@code good} and {@code revoked}; one that
 * it does not know: {@code unknown}. All are issued by {@code root}.
 */
public record OcspResponder(Process process, int port) implements AutoCloseable {
    /** @param more that nobody issues */
    public static Certificates certificates(Path folder, String... more) throws Exception {
        Certificates made = Certificates.in(folder, "root");
        Certificates.in(folder, more);
        for (String name : List.of("good", "revoked", "unknown")) {
            issue(made, name, name.equals("good") ? "01" : name.equals("revoked") ? "02" : "03");
        }
        Files.writeString(folder.resolve("index"), "V\t491231235959Z\t\t01\tunknown\t/CN=good\n"
                + "R\t491231235959Z\t200101000000Z\t02\tunknown\t/CN=revoked\n");
        return made;
    }

    private static void issue(Certificates made, String name, String serial) throws Exception {
        made.run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=" + name, "-keyout", name + ".key", "-out", name + ".csr");
        String leaf = made.run("openssl", "x509", "-req", "-in", name + ".csr", "-CA", "root.crt", "-CAkey", "root.key",
                "-set_serial", serial, "-days", "2", "-out", name + ".alone.crt");
        assertTrue(leaf.contains("signature ok"), leaf);
        Path folder = made.folder();
        Files.writeString(folder.resolve(name + ".crt"),
                Files.readString(folder.resolve(name + ".alone.crt")) + Files.readString(folder.resolve("root.crt")));
    }

    public static OcspResponder start(Path folder) throws Exception {
        Process process = new ProcessBuilder("openssl", "ocsp", "-index", "index", "-port", "0", "-rsigner", "root.crt",
                "-rkey", "root.key", "-CA", "root.crt", "-ndays", "1").directory(folder.toFile())
                .redirectErrorStream(true).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
        Matcher port = Pattern.compile("ACCEPT .*:(\\d+)\\b.*").matcher("");
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (port.reset(line).matches()) {
                return new OcspResponder(process, Integer.parseInt(port.group(1)));
            }
        }
        throw new AssertionError("the responder has not started");
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
    }
}
