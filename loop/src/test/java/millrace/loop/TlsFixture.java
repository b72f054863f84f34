package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SocketOption;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslIdentity;
import org.junit.jupiter.api.Assumptions;

/** A key and a certificate for tests, and clients that trust anybody. */
final class TlsFixture {
    /** Of what the kernel keeps of a connection. */
    private static final int SMALLEST_BYTES = 4_608;

    final SslContext context;

    private TlsFixture(SslContext context) {
        this.context = context;
    }

    /** With a key of elliptic curves, made by the command {@code openssl}. */
    static TlsFixture make(Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no command openssl");
        Path key = folder.resolve("test.key");
        Path certificate = folder.resolve("test.crt");
        Process openssl = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout",
                key.toString(), "-out", certificate.toString()).redirectErrorStream(true).start();
        String said = new String(openssl.getInputStream().readAllBytes());
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl has made no certificate: " + said);
        }
        SslContext context = SslContext.create();
        SslIdentity.use(context, certificate, key, List.of());
        return new TlsFixture(context);
    }

    /** Encrypts a connection that was accepted. */
    void secure(Connection connection) {
        try {
            connection.secure(OpenSslSession.server(context, connection.fd(), null));
        } catch (SslException e) {
            connection.abort(e);
        }
    }

    /** An acceptor of encrypted connections. */
    Acceptor acceptor(StreamHandler handler) {
        return connection -> {
            secure(connection);
            return handler;
        };
    }

    /** A connection, encrypted at its other end, through which little fits at a time. */
    Socket narrow(LoopFixture fixture, StreamHandler handler) throws Exception {
        Listener listener = fixture.listen(connection -> {
            assertEquals(0, SocketOption.SO_SNDBUF.set(connection.fd(), SMALLEST_BYTES));
            secure(connection);
            return handler;
        });
        Socket plain = new Socket();
        plain.setReceiveBufferSize(SMALLEST_BYTES);
        plain.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
        plain.connect((InetSocketAddress) listener.address());
        return plain;
    }

    static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        return context;
    }

    /** Puts TLS on a connected socket; the handshake comes with the first byte. */
    static SSLSocket on(Socket plain) throws Exception {
        return (SSLSocket) trusting().getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
