package millrace.http;

import static millrace.http.RawHttp2Client.DATA;
import static millrace.http.RawHttp2Client.PING;
import static millrace.http.RawHttp2Client.RST_STREAM;
import static millrace.http.RawHttp2Client.WINDOW_UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import millrace.http.RawHttp2Client.Frame;
import org.junit.jupiter.api.Test;

/** What clients in use do often, and are not cut off for. */
class Http2HonestTest {
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int CANCEL = 8;

    /** As gRPC does in Go, Java and C, to learn how much the line holds: a PING for DATA that has come. */
    @Test
    void aPingForEachFrameOfAnAnswerIsNoFlood() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("fine"));
                RawHttp2Client client = new RawHttp2Client(server)) {
            for (int id = 1; id < 4000; id += 2) {
                client.head(id, true, "GET", "/").flush();
                assertEquals("fine", client.body());
                client.frame(PING, 0, 0, new byte[8]).flush().next(PING);
            }
        }
    }

    /** As Go's client does whose reader takes little at a time: each 4 KiB, of the stream and of the connection. */
    @Test
    void windowsAreOpenedAsSoonAsLittleHasBeenRead() throws Exception {
        byte[] large = new byte[32 << 20];
        int step = 4 << 10;
        try (HttpServer server = Servers.start((_, response) -> response.send(large));
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, 4 << 20)) {
            client.number(WINDOW_UPDATE, 0, 1 << 30).head(1, true, "GET", "/").flush();
            int read = 0;
            int told = 0;
            Frame frame;
            do {
                frame = client.next(DATA);
                read += frame.payload().length;
                for (; read - told >= step; told += step) {
                    client.number(WINDOW_UPDATE, 1, step).number(WINDOW_UPDATE, 0, step);
                }
                client.flush();
            } while (!frame.ends());
            assertEquals(large.length, read);
        }
    }

    /** As a proxy does whose clients go away, each fifth of them before it has its answer. */
    @Test
    void oneInFiveMayBeCalledOff() throws Exception {
        Handler slowOrNot = (request, response) -> {
            if (request.pathIs("/fast")) {
                response.send("fine");
            }
        };
        try (HttpServer server = Servers.start(slowOrNot); RawHttp2Client client = new RawHttp2Client(server)) {
            for (int i = 0; i < 5000; i++) {
                int id = 2 * i + 1;
                if (i % 5 == 4) {
                    client.head(id, true, "GET", "/slow").number(RST_STREAM, id, CANCEL);
                } else {
                    client.head(id, true, "GET", "/fast").flush();
                    assertEquals("fine", client.body());
                }
            }
        }
    }
}
