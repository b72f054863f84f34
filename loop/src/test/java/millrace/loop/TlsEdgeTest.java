package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that have been read and wait to be decrypted must not hide that others have come behind them. */
class TlsEdgeTest {
    /** More than one turn reads from a connection. */
    private static final int RECORDS = 20;

    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    /** Keeps its loop from reading on until what comes next has been sent: at the first byte, and at the second. */
    private static final class Counting implements StreamHandler {
        final CountDownLatch[] reached = {new CountDownLatch(1), new CountDownLatch(1)};
        final CountDownLatch[] sent = {new CountDownLatch(1), new CountDownLatch(1)};
        final CompletableFuture<Boolean> all = new CompletableFuture<>();
        private int count;

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            if (count < reached.length) {
                reached[count].countDown();
                try {
                    assertTrue(sent[count].await(60, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    all.completeExceptionally(e);
                }
            }
            count += length;
            if (count == 1 + 2 * RECORDS) {
                all.complete(true);
            }
            return length;
        }

        @Override
        public void onClosed(Connection connection, IOException cause) {
            all.complete(false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesWhileRecordsWaitToBeDecryptedIsReadToo(PollerKind kind) throws Exception {
        Counting handler = new Counting();
        try (LoopFixture fixture = new LoopFixture(kind);
                SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(handler))))) {
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            out.write(0);
            for (int round = 0; round < handler.reached.length; round++) {
                assertTrue(handler.reached[round].await(60, TimeUnit.SECONDS));
                for (int i = 0; i < RECORDS; i++) {
                    out.write(i);
                }
                handler.sent[round].countDown();
            }
            assertTrue(LoopFixture.await(handler.all));
        }
    }
}
