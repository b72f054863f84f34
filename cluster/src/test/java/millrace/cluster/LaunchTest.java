package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec.Protocol;
import millrace.os.Account;
import millrace.os.Proc;
import org.junit.jupiter.api.Test;

/** What a worker finds when it starts, and what it does not find. */
class LaunchTest {
    private static AppSpec shell(String script) {
        return AppSpec.of("sh", List.of("sh", "-c", script))
                .withProtocol(Protocol.NONE)
                .withRestart(RestartPolicy.DEFAULT.withAutomatic(false));
    }

    private static void assertRoot() {
        assumeTrue(Account.effectiveUid() == 0, "SKIPPED: only root can run programs as somebody else");
    }

    @Test
    void nothingIsInheritedThatIsNotGiven() {
        // The shell alone, since it has a pipe and blocks signals for a moment when it starts another program.
        String list = "n=0; while [ $n -lt 200 ]; do [ -e /proc/$$/fd/$n ] && echo $n; n=$((n + 1)); done; ";
        String masks = "while read k v; do case $k in SigBlk:|SigIgn:) echo $v;; esac; done < /proc/$$/status";
        try (RunningApp app = new RunningApp(shell(list + masks))) {
            app.await(1, "exited");
            List<String> lines = app.all("stdout").stream().map(RunningApp.Event::text).toList();
            assertEquals(List.of("0", "1", "2"), lines.subList(0, 3));
            assertEquals(5, lines.size(), lines.toString());
            for (String mask : lines.subList(3, 5)) {
                assertEquals("0000000000000000", mask);
            }
        }
    }

    @Test
    void aNodeAppInForkModeHasAChannelAndIsNoClusterWorker() {
        AppSpec spec = Node.app("builds.js", "0", "polite").withProtocol(Protocol.IPC);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("NODE_UNIQUE_ID", "7");
        try (RunningApp app = new RunningApp(spec.withEnvironment(environment))) {
            app.await("message", "{\"listening\":true}");
            assertEquals(InstanceState.ONLINE, app.instance(0).state());
            assertEquals(List.of(), app.all("online"));
            app.on(() -> app.primary().send(app.primary().workers().getFirst(), "\"there\""));
            app.await("stdout", "got there");
        }
    }

    @Test
    void aWorkerRunsAsTheUserThatTheSpecNames() throws IOException {
        assertRoot();
        Account nobody = Account.named("nobody");
        try (RunningApp app = new RunningApp(shell("id -u; id -g; id -G; echo $HOME; echo $USER").withUser("nobody", null))) {
            app.await(1, "exited");
            String gid = Integer.toString(nobody.gid());
            assertEquals(
                    List.of(Integer.toString(nobody.uid()), gid, gid, nobody.home(), "nobody"),
                    app.all("stdout").stream().map(RunningApp.Event::text).toList());
        }
    }

    @Test
    void aUserThatDoesNotExistIsNamed() {
        try (RunningApp app = new RunningApp(shell("true").withUser("no-such-user", null))) {
            String reason = app.await(1, "errored").getFirst().text();
            assertTrue(reason.contains("no-such-user"), reason);
        }
    }

    @Test
    void aProgramSaysThatItIsReadyBySdNotify() {
        String program = """
                use Socket; $| = 1;
                socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die $!;
                print "$ENV{NOTIFY_SOCKET}\n"; <STDIN>;
                my $to = sockaddr_un($ENV{NOTIFY_SOCKET});
                send($s, "STATUS=nearly\n", 0, $to) or die $!;
                send($s, "READY=1\nSTATUS=there", 0, $to) or die $!;
                <STDIN>;
                """;
        AppSpec spec = AppSpec.of("notifier", List.of("/usr/bin/perl", "-e", program))
                .withProtocol(Protocol.NONE)
                .withInput(true)
                .withUser(Account.effectiveUid() == 0 ? "nobody" : null, null)
                .withReadiness(Readiness.DEFAULT
                        .withRule(Readiness.Rule.SAYS_SO)
                        .withTimeoutNanos(TimeUnit.HOURS.toNanos(1)));
        Path socket;
        try (RunningApp app = new RunningApp(spec)) {
            socket = Path.of(app.await(1, "stdout").getFirst().text());
            assertEquals(InstanceState.LAUNCHING, app.instance(0).state());
            Worker worker = app.workers().getFirst();
            app.on(() -> app.primary().writeInput(worker, new byte[] {'\n'}));
            app.await("changed", "0 ONLINE");
        }
        assertFalse(Files.exists(socket.getParent()), "a socket was left behind");
    }

    @Test
    void aWorkerThatShallOutliveItsPrimaryNeverWritesIntoAPipeThatNobodyReads() throws IOException {
        AppSpec spec = shell("echo up; read line; echo $$; trap 'echo still here; exit 9' USR1; while :; do echo x; sleep 0.01; done")
                .withDetached(true)
                .withInput(true);
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "up");
            Worker worker = app.workers().getFirst();
            for (int fd = 0; fd <= 2; fd++) {
                String flags = Files.readAllLines(Path.of("/proc/" + worker.pid() + "/fdinfo/" + fd)).stream()
                        .filter(line -> line.startsWith("flags:"))
                        .findFirst()
                        .orElseThrow();
                boolean bothWays = (Integer.parseInt(flags.substring("flags:".length()).strip(), 8) & 3) == 2;
                assertTrue(bothWays, "descriptor " + fd + " " + flags);
            }
        }
    }

    @Test
    void thousandsOfRestartsLeaveNoDescriptorBehind() throws IOException {
        AppSpec spec = AppSpec.of("true", List.of("true"))
                .withProtocol(Protocol.NONE)
                .withInput(true)
                .withRestart(RestartPolicy.DEFAULT.withMaxEarlyDeaths(1_000_000).withDelaysNanos(0, 0));
        int self = (int) ProcessHandle.current().pid();
        try (RunningApp app = new RunningApp(spec)) {
            app.await(20, "exited");
            app.on(() -> null);
            int before = Proc.descriptors(self);
            app.await(1_000, "exited");
            int after = Proc.descriptors(self);
            assertTrue(after <= before + 20, before + " descriptors became " + after);
        }
    }
}
