package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that ask for other keys in the midst (RFC 8446 section 4.6.3): the JDK's do so when a handshake is begun again. */
@Timeout(600)
class TlsKeysTest {
    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    /** Says nothing until it has heard three bytes; before that, there is only what TLS itself has to say. */
    @ParameterizedTest
    @EnumSource
    void otherKeysBeforeTheFirstAnswerAreUsed(PollerKind kind) throws Exception {
        ConnectionTest.Echo last = new ConnectionTest.Echo() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                return length < 3 ? 0 : super.onData(connection, buffer, offset, length);
            }
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(last))))) {
            for (int i = 1; i <= 3; i++) {
                client.startHandshake();
                client.getOutputStream().write(i);
            }
            assertArrayEquals(new byte[] {1, 2, 3}, client.getInputStream().readNBytes(3));
        }
    }

    /** A record is written to its half, as the client does not read, when the client asks. */
    @ParameterizedTest
    @EnumSource
    void otherKeysInTheMidstOfARecordComeAfterIt(PollerKind kind) throws Exception {
        byte[] answer = TlsTest.random(300_000);
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        StreamHandler handler = new ConnectionTest.Echo() {
            private boolean answered;

            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                if (answered) {
                    asked.complete(connection.queuedBytes() > 0);
                } else {
                    answered = true;
                    connection.write(answer);
                }
                return length;
            }
        };
        try (LoopFixture fixture = new LoopFixture(kind); Socket plain = tls.narrow(fixture, handler)) {
            SSLSocket client = TlsFixture.on(plain);
            client.getOutputStream().write(1);
            byte[] first = client.getInputStream().readNBytes(1);
            client.startHandshake();
            client.getOutputStream().write(2);
            assertTrue(LoopFixture.await(asked), "all of it was taken");
            byte[] rest = client.getInputStream().readNBytes(answer.length - 1);
            assertEquals(answer[0], first[0]);
            assertArrayEquals(Arrays.copyOfRange(answer, 1, answer.length), rest);
        }
    }
}
