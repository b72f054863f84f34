package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Browsers send their records as they have room for them: one may end where the next piece, with more of them, begins. */
class TlsPiecesTest {
    /** More than are read in one turn, less than fill the buffer of OpenSSL. */
    private static final int MANY = 100;

    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    /** Keeps what is written, when it was asked to. */
    private static final class Held extends Socket {
        private boolean holds;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream wire = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    (holds ? held : wire).write(bytes, offset, length);
                }
            };
        }

        /** The records of a text each, one behind the other. */
        byte[] records(SSLSocket client, String... texts) throws IOException {
            held.reset();
            holds = true;
            for (String text : texts) {
                client.getOutputStream().write(text.getBytes());
            }
            holds = false;
            return held.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesWithTheRestOfARecordIsReadToo(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind); Held plain = new Held()) {
            plain.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
            plain.connect((InetSocketAddress) fixture.listen(tls.acceptor(new ConnectionTest.Echo())).address());
            SSLSocket client = TlsFixture.on(plain);
            client.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(client.getInputStream().readNBytes(5)));
            byte[] all = plain.records(client, "one", "two", "six");
            int record = all.length / 3;
            OutputStream wire = plain.getOutputStream();
            for (int part = 1; part < record; part++) {
                wire.write(all, 0, record + part);
                assertEquals("one", new String(client.getInputStream().readNBytes(3)));
                wire.write(all, record + part, all.length - record - part);
                assertEquals("twosix", new String(client.getInputStream().readNBytes(6)));
                all = plain.records(client, "one", "two", "six");
                assertEquals(3 * record, all.length);
            }
            wire.write(all);
            assertEquals("onetwosix", new String(client.getInputStream().readNBytes(9)));
        }
    }

    /** The poller tells of the second piece while the records of the first are still being read. */
    @ParameterizedTest
    @EnumSource
    void whatComesWhileRecordsAreLeftIsReadToo(PollerKind kind) throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> written = new CompletableFuture<>();
        ConnectionTest.Echo slow = new ConnectionTest.Echo() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                if (buffer[offset] == '!' && begun.complete(null)) {
                    written.join();
                }
                return super.onData(connection, buffer, offset, length);
            }
        };
        try (LoopFixture fixture = new LoopFixture(kind); Held plain = new Held()) {
            plain.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
            plain.connect((InetSocketAddress) fixture.listen(tls.acceptor(slow)).address());
            SSLSocket client = TlsFixture.on(plain);
            client.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(client.getInputStream().readNBytes(5)));
            String[] many = new String[MANY];
            Arrays.fill(many, "!");
            byte[] first = plain.records(client, many);
            byte[] second = plain.records(client, "end");
            plain.getOutputStream().write(first);
            LoopFixture.await(begun);
            plain.getOutputStream().write(second);
            written.complete(null);
            assertEquals("!".repeat(MANY) + "end", new String(client.getInputStream().readNBytes(MANY + 3)));
        }
    }
}
