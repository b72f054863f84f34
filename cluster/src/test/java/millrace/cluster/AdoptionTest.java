package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.cluster.AppSpec.Protocol;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.Descriptor;
import millrace.os.ExitStatus;
import millrace.os.PidFd;
import millrace.os.Pipe;
import millrace.os.Signal;
import millrace.os.Spawn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that somebody else has started becomes a worker like any other. */
@Timeout(60)
class AdoptionTest {
    private static final List<String> COMMAND = List.of("/bin/sh", "-c", "echo started; exec sleep 600");

    private final List<String> said = new ArrayList<>();
    private Primary primary;
    private EventLoop loop;
    private ExitStatus firstEnd;
    private Worker adopted;

    /** Ends the adopted process at its first line, and the loop when its successor is there. */
    private final class Events implements PrimaryEvents {
        @Override
        public void started(Worker worker) {
            said.add("started " + worker.id());
            adopted = adopted == null ? worker : adopted;
        }

        @Override
        public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
            said.add(worker.id() + " " + stream + " " + new String(buffer, offset, length));
            if (worker == adopted) {
                assertTrue(primary.signal(worker, Signal.SIGKILL));
            } else {
                primary.stop().thenRun(loop::stop);
            }
        }

        @Override
        public void exited(Worker worker, ExitStatus status) {
            firstEnd = firstEnd == null ? status : firstEnd;
        }
    }

    @Test
    void itsOutputIsReadAndItsEndIsAnsweredThoughNobodyKnowsHowItEnded() throws Exception {
        Pipe pipe = Pipe.fromChild();
        try (PidFd child = new Spawn(COMMAND).newGroup().descriptor(pipe.writeEnd(), 1).start();
                EventLoop opened = EventLoop.open("primary", PollerKind.EPOLL)) {
            Descriptor.close(pipe.writeEnd());
            loop = opened;
            AppSpec spec = AppSpec.of("app", COMMAND).withDirectory(Path.of("/")).withProtocol(Protocol.NONE);
            loop.execute(() -> adopt(spec, child.pid(), pipe.readEnd()));
            loop.run();
            child.await();
        }
        assertEquals(List.of("started 1", "1 STDOUT started", "started 2", "2 STDOUT started"), said);
        assertEquals(ExitStatus.UNKNOWN, firstEnd);
        assertEquals("exit code unknown", firstEnd.describe());
    }

    private void adopt(AppSpec spec, int pid, int output) {
        primary = Primary.open(loop, spec, new Events());
        int instance = primary.add(7);
        try {
            primary.adopt(instance, new AdoptedProcess(PidFd.open(pid), output, -1, 1234, 5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.execute(() -> {
            InstanceView view = primary.instances().getFirst();
            assertEquals(7, view.number());
            assertEquals(pid, view.worker().pid());
            assertEquals(1234, view.startedAtMillis());
            assertEquals(5, view.restarts());
            assertNull(view.lastExit());
            assertEquals(output, primary.outputOf(view.worker(), PrimaryEvents.Stream.STDOUT));
            assertEquals(-1, primary.outputOf(view.worker(), PrimaryEvents.Stream.STDERR));
        });
    }
}
