package millrace.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import millrace.rules.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples answer as their README says, as two workers; on a free port in place of 8080. */
class ExamplesTest {
    @TempDir
    Path folder;

    @Test
    void helloAnswersFromBothWorkers() throws Exception {
        try (StartedApp app = start("hello/Hello.java")) {
            assertEquals(2, answers(app, "Hello from [0-9]+\n").size());
            app.stop();
        }
    }

    @Test
    void aPlainJdkServerIsSharedBetweenWorkers() throws Exception {
        try (StartedApp app = start("hello/Blocking.java")) {
            assertEquals(2, answers(app, "Hello from [0-9]+\n").size());
            app.stop();
        }
    }

    @Test
    void theFileStoreGivesBackWhatItWasGiven() throws Exception {
        Path store = folder.resolve("store");
        try (StartedApp app = start("files/FileStore.java", "--", store.toString())) {
            byte[] content = new byte[3_000_000];
            new Random(1).nextBytes(content);
            String file = "/files/a.bin";
            assertEquals("201 {\"name\":\"a.bin\",\"bytes\":3000000}\n", text(send(app, "PUT", file, content)));
            assertEquals("200 [{\"name\":\"a.bin\",\"bytes\":3000000}]\n", text(send(app, "GET", "/files", null)));
            assertArrayEquals(content, send(app, "GET", file, null).body());
            assertEquals(404, send(app, "GET", "/files/..%2fsecret", null).status());
            assertEquals(204, send(app, "DELETE", file, null).status());
            assertEquals(404, send(app, "GET", file, null).status());
            app.stop();
        }
    }

    @Test
    void anUnchangedExpressAppIsSharedBetweenWorkers() throws Exception {
        Path modules = Repository.ROOT.resolve("examples/express/node_modules");
        assumeTrue(Files.isDirectory(modules), "Express is not installed: npm ci --prefix examples/express");
        Files.createSymbolicLink(folder.resolve("node_modules"), modules);
        try (StartedApp app = start("express/app.js")) {
            assertEquals(2, answers(app, "\\{\"sum\":499999500000,\"pid\":[0-9]+}").size());
            app.stop();
        }
    }

    @Test
    void whatOneSaysInTheChatComesBackByWebSocket() throws Exception {
        try (StartedApp app = start("chat/Chat.java")) {
            assertTrue(text(send(app, "GET", "/", null)).startsWith("200 <!doctype html>"));
            assertEquals(426, send(app, "GET", "/chat", null).status());
            try (Socket socket = new Socket(app.uri("/").getHost(), app.uri("/").getPort())) {
                socket.getOutputStream().write(("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});
                StringBuilder heard = new StringBuilder();
                for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
                    heard.append((char) c);
                    if (heard.toString().endsWith("\u0081\u0002hi")) {
                        break;
                    }
                }
                assertTrue(heard.toString().matches("(?s)HTTP/1.1 101 .*You are 1 here.*hi"), heard::toString);
            }
            app.stop();
        }
    }

    private StartedApp start(String example, String... more) throws Exception {
        int port = StartedApp.freePort();
        Path original = Repository.ROOT.resolve("examples").resolve(example);
        String source = Files.readString(original);
        assertTrue(source.contains("8080"), example);
        Path copy = Files.writeString(
                folder.resolve(original.getFileName()), source.replace("8080", Integer.toString(port)));
        return StartedApp.start(folder, port, 2, copy, more);
    }

    /** What new connections are told, one after the other. */
    private static Set<String> answers(StartedApp app, String form) throws IOException {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            String answer = text(send(app, "GET", "/", null));
            assertTrue(answer.matches("200 " + form), answer);
            answers.add(answer);
        }
        return answers;
    }

    private record Answer(int status, byte[] body) {}

    private static String text(Answer answer) {
        return answer.status + " " + new String(answer.body, StandardCharsets.UTF_8);
    }

    /** Each on a connection of its own. */
    private static Answer send(StartedApp app, String method, String path, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) app.uri(path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Connection", "close");
        if (body != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.getOutputStream().write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in.readAllBytes());
        }
    }
}
