package millrace.manager.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that do not behave, and people who are not meant to be clients. */
final class SessionTest {
    /** Asks for everything, and says how far it got. */
    private static final String ASK = """
            use IO::Socket::UNIX; use Errno;
            $SIG{PIPE} = 'IGNORE';
            my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit($!{EACCES} ? 4 : 5);
            print $s "{\\"id\\":1,\\"verb\\":\\"jlist\\"}\\n"; $s->flush;
            exit(defined(<$s>) ? 0 : 3);
            """;

    private static final int REFUSED = 4;
    private static final int UNHEARD = 3;

    private RunningDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = RunningDaemon.start();
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(daemon.home().socket()));
        return channel;
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Test
    void garbageIsAnsweredAndHarmsNobody() throws IOException {
        Random random = new Random(99);
        for (int round = 0; round < 200; round++) {
            try (SocketChannel channel = connect()) {
                byte[] garbage = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(garbage);
                write(channel, garbage);
                if (random.nextBoolean()) {
                    write(channel, "\n{\"id\":5,\"verb\":\"ping\"}\n".getBytes(UTF_8));
                    BufferedReader answers = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel)));
                    String answer = answers.readLine();
                    while (answer.contains("\"ok\":false")) {
                        answer = answers.readLine();
                    }
                    assertEquals("{\"id\":5,\"ok\":true,\"result\":\"pong\"}", answer);
                }
            }
        }
        assertEquals("pong", daemon.call("ping"));
    }

    @Test
    void whatAClientHasAskedForIsDoneAlthoughItHasGone() throws Exception {
        Path script = daemon.script("app.sh", "exec sleep 1000");
        try (Follower follower = daemon.follow("all")) {
            try (SocketChannel channel = connect()) {
                Map<String, Object> app = daemon.app("a", script);
                app.put("instances", 3);
                write(channel, millrace.cluster.json.Json.line(Map.of("id", 1, "verb", "start", "apps", List.of(app))));
            }
            for (int i = 0; i < 3; i++) {
                follower.awaitProcess("start");
            }
        }
        assertEquals(3, daemon.list().size());
    }

    @Test
    void aSubscriberThatDoesNotReadIsLetGoAndTheOthersHearAll() throws Exception {
        Path script = daemon.script("talk.sh", "read go", "i=0", "while [ $i -lt 60000 ]; do echo "
                + "0123456789012345678901234567890123456789012345678901234567890123456789 $i; i=$((i+1)); done",
                "echo over", "exec sleep 1000");
        daemon.start(daemon.app("talk", script));
        try (SocketChannel deaf = connect();
                Follower follower = daemon.follow("talk")) {
            write(deaf, "{\"id\":1,\"verb\":\"subscribe\"}\n".getBytes(UTF_8));
            daemon.call("send", Map.of("targets", List.of("talk"), "text", "go"));
            follower.awaitLine("over");
            BufferedReader late = new BufferedReader(new InputStreamReader(Channels.newInputStream(deaf)));
            String last = "";
            for (String line = late.readLine(); line != null; line = late.readLine()) {
                last = line;
            }
            assertTrue(last.contains("too slowly"), last);
        }
    }

    @Test
    void anotherUserCannotConnectNorReadNorReplaceAnything() throws Exception {
        assumeAnotherUser();
        daemon.start(daemon.app("a", daemon.script("app.sh", "exec sleep 1000")));
        daemon.call("save");
        String home = daemon.home().folder().toString();
        for (String attempt : List.of(
                "ls " + home, "cat " + home + "/dump.json", "rm -f " + home + "/dump.json && test ! -e " + home,
                "echo x > " + home + "/new", "mv " + home + " " + home + "-gone")) {
            assertTrue(asNobody("/bin/sh", "-c", attempt) != 0, attempt);
        }
        assertEquals(REFUSED, asNobody("perl", "-e", ASK, daemon.home().socket().toString()));
    }

    @Test
    void whoIsLetIntoTheFolderAllTheSameIsAskedWhoHeIs() throws Exception {
        assumeAnotherUser();
        Files.setPosixFilePermissions(daemon.home().folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(daemon.home().socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(UNHEARD, asNobody("perl", "-e", ASK, daemon.home().socket().toString()));
        assertEquals("pong", daemon.call("ping"));
    }

    private static void assumeAnotherUser() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is not installed");
    }

    private static int asNobody(String... command) throws IOException, InterruptedException {
        List<String> words = new java.util.ArrayList<>(
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        words.addAll(List.of(command));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
