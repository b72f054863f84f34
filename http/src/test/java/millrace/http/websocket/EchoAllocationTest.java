package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.DataInputStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import millrace.http.HttpServer;
import millrace.http.Servers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoAllocationTest {
    private static final int ROUNDS = 5_000;
    private static final int SMALLEST_OBJECT_BYTES = 16;

    @ParameterizedTest
    @ValueSource(strings = {"", "Sec-WebSocket-Extensions: permessage-deflate\r\n"})
    void anEchoAllocatesNoObjectOnceWarm(String extensions) throws Exception {
        AtomicLong loopThread = new AtomicLong();
        WebSocketHandler echo = new WebSocketHandler() {
            @Override
            public void onBinary(WebSocket socket, byte[] bytes, int offset, int length) {
                loopThread.setPlain(Thread.currentThread().threadId());
                socket.binary(bytes, offset, length);
            }
        };
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT;
        try (HttpServer server = Servers.start((request, response) -> upgrade.accept(request, response, echo));
                RawWebSocket client = new RawWebSocket(server.port(), extensions)) {
            byte[] frame = RawWebSocket.frame(RawWebSocket.LAST | RawWebSocket.BINARY, new byte[200]);
            client.raw(frame);
            int answer = client.frame().payload().length;
            byte[] back = new byte[answer + (answer < 126 ? 2 : 4)];
            DataInputStream in = client.in;
            long most = (long) ROUNDS * SMALLEST_OBJECT_BYTES / 2;
            long least = Long.MAX_VALUE;
            // The first rounds are the interpreter's and the compiler's; one that is free of them is enough.
            for (int attempt = 0; attempt < 20 && least > most; attempt++) {
                long before = threads.getThreadAllocatedBytes(loopThread.get());
                for (int i = 0; i < ROUNDS; i++) {
                    client.raw(frame);
                    in.readFully(back);
                }
                least = Math.min(least, threads.getThreadAllocatedBytes(loopThread.get()) - before);
            }
            long bytes = least;
            assertTrue(bytes <= most, () -> bytes + " bytes for " + ROUNDS + " messages");
        }
    }
}
