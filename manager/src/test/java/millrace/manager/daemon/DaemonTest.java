package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;
import millrace.os.PidFd;
import org.junit.jupiter.api.Test;

final class DaemonTest {
    @Test
    void startsOnFirstNeedAndEndsWithoutLeavingItsSocket() throws IOException {
        Home home = RunningDaemon.freshHome();
        assertThrows(DaemonException.class, () -> DaemonClient.connect(home));
        try (DaemonClient client = DaemonClient.connectOrStart(home)) {
            assertEquals("pong", client.call("ping", Map.of()));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.socket())));
            RunningDaemon.kill(client);
        }
        assertFalse(Files.exists(home.socket()));
        assertThrows(DaemonException.class, () -> DaemonClient.connect(home));
        RunningDaemon.delete(home);
    }

    @Test
    void ofEightThatNeedItAtOnceOneStartsItAndAllGetTheSame() throws Exception {
        Home home = RunningDaemon.freshHome();
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(() -> {
                try (DaemonClient client = DaemonClient.connectOrStart(home)) {
                    return RunningDaemon.pid(client);
                }
            });
        }
        Set<Integer> pids = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
            for (Future<Integer> pid : threads.invokeAll(callers)) {
                pids.add(pid.get());
            }
        }
        assertEquals(1, pids.size(), pids::toString);
        try (DaemonClient client = DaemonClient.connect(home)) {
            RunningDaemon.kill(client);
        }
        RunningDaemon.delete(home);
    }

    @Test
    void atItsEndWhatOthersNeedStopsLast() throws IOException {
        RunningDaemon daemon = RunningDaemon.start();
        Path script = daemon.script("app.sh", "exec sleep 1000");
        Map<String, Object> web = daemon.app("web", script);
        web.put("depends_on", List.of("db"));
        daemon.start(web, daemon.app("db", script));
        RunningDaemon.kill(daemon.client());
        List<String> stops = Files.readAllLines(daemon.home().daemonLog()).stream()
                .filter(line -> line.endsWith(" stop"))
                .map(line -> line.replaceFirst(".* app ", ""))
                .toList();
        assertEquals(List.of("web:0 stop", "db:1 stop"), stops);
        RunningDaemon.delete(daemon.home());
    }

    @Test
    void aDaemonThatIsEndingStartsNothingThatWouldBeLeftBehind() throws Exception {
        RunningDaemon daemon = RunningDaemon.start();
        try (DaemonClient other = DaemonClient.connect(daemon.home());
                Follower follower = daemon.follow("stubborn");
                SocketChannel killer = SocketChannel.open(StandardProtocolFamily.UNIX);
                PidFd process = PidFd.open(daemon.pid())) {
            Map<String, Object> stubborn =
                    daemon.app("stubborn", daemon.script("stubborn.sh",
                            "trap 'echo asked; while [ ! -e go ]; do sleep 0.1; done; exit' INT",
                            "echo up", "while :; do sleep 0.1; done"));
            stubborn.put("kill_timeout", 60_000);
            daemon.start(stubborn);
            follower.awaitLine("up");
            killer.connect(UnixDomainSocketAddress.of(daemon.home().socket()));
            killer.write(ByteBuffer.wrap("{\"id\":1,\"verb\":\"kill\"}\n".getBytes(StandardCharsets.UTF_8)));
            follower.awaitLine("asked");
            Map<String, Object> late = daemon.app("late", daemon.script("late.sh", "touch late", "exec sleep 1000"));
            DaemonException refused =
                    assertThrows(DaemonException.class, () -> other.call("start", Map.of("apps", List.of(late))));
            assertTrue(refused.getMessage().contains("is ending"), refused.getMessage());
            Map<String, Object> itself = Map.of("targets", List.of("stubborn"));
            assertThrows(DaemonException.class, () -> other.call("restart", itself));
            Files.createFile(daemon.home().folder().resolve("go"));
            RunningDaemon.awaitEnd(process);
        }
        assertFalse(Files.exists(daemon.home().folder().resolve("late")));
        RunningDaemon.delete(daemon.home());
    }

    @Test
    void anUnknownVerbIsNamedAndTheSessionGoesOn() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start()) {
            DaemonException refused = assertThrows(DaemonException.class, () -> daemon.call("dance", Map.of()));
            assertTrue(refused.getMessage().contains("\"dance\""), refused.getMessage());
            assertEquals(1, refused.exitCode());
            assertEquals("pong", daemon.call("ping", Map.of()));
        }
    }

    @Test
    void aHomeThatIsAFileIsRefusedWithASentence() throws IOException {
        Home home = RunningDaemon.freshHome();
        Files.createFile(home.folder().resolve("file"));
        Home file = new Home(home.folder().resolve("file"));
        DaemonException refused = assertThrows(DaemonException.class, () -> DaemonClient.connectOrStart(file));
        assertTrue(refused.getMessage().contains("is not a folder"), refused.getMessage());
        RunningDaemon.delete(home);
    }

    @Test
    void aHomeThatCannotBeWrittenIsRefusedWithASentence() {
        DaemonException refused =
                assertThrows(DaemonException.class, () -> DaemonClient.connectOrStart(new Home(Path.of("/proc/millrace"))));
        assertTrue(refused.getMessage().contains("cannot use the home folder /proc/millrace"), refused.getMessage());
        assertFalse(refused.getMessage().contains("Exception"), refused.getMessage());
    }

    @Test
    void aHomeWhosePathIsTooLongForASocketIsRefusedWithTheRemedy() throws IOException {
        Home home = RunningDaemon.freshHome();
        Home deep = new Home(home.folder().resolve("x".repeat(120)));
        DaemonException refused = assertThrows(DaemonException.class, () -> DaemonClient.connectOrStart(deep));
        assertTrue(refused.getMessage().contains("MILLRACE_HOME"), refused.getMessage());
        RunningDaemon.delete(home);
    }
}
