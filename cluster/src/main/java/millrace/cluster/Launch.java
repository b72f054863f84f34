package millrace.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Pipe;
import millrace.os.Socket;
import millrace.os.Spawn;

/**
 * A process that has just been started, and our ends of what connects us with it. Whoever holds it owns all descriptors.
 *
 * <p>The worker leads a process group of its own: Ctrl-C in the terminal reaches the primary alone, which stops its
 * workers in order, and a signal for a worker reaches its children too.
 *
 * @param channel a Unix socket, or −1
 * @param stdin the end of a pipe that we write to, or −1
 * @param stdout the end of a pipe that we read from, or −1
 * @param stderr the same
 * @param isOurs whether the process is a child of ours, and we are told how it ends
 */
record Launch(PidFd process, int channel, int stdin, int stdout, int stderr, boolean isOurs) {
    private static final int CHANNEL = 3;

    /** Not passed on: they would tie a worker to the primary of whoever has started us. */
    private static final Set<String> OURS =
            Set.of("NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID");

    /** A process that runs already. */
    static Launch of(AdoptedProcess found) {
        return new Launch(found.process(), -1, -1, found.stdout(), found.stderr(), false);
    }

    /**
     * Starts a worker.
     *
     * @throws OsException when it cannot be started; nothing is left behind
     */
    static Launch start(AppSpec spec, int id, int instance) throws OsException {
        List<Integer> opened = new ArrayList<>();
        List<Integer> passed = new ArrayList<>();
        try {
            Spawn spawn = new Spawn(Command.of(spec)).directory(spec.directory()).newGroup().withoutVariables();
            variables(spawn, spec, instance);
            int channel = spec.protocol().hasChannel() ? channel(spawn, spec.protocol(), id, opened, passed) : -1;
            int stdin = spec.input() ? input(spawn, opened, passed) : -1;
            int stdout = output(spawn, 1, opened, passed);
            int stderr = output(spawn, 2, opened, passed);
            return new Launch(spawn.start(), channel, stdin, stdout, stderr, true);
        } catch (OsException e) {
            opened.forEach(Descriptor::close);
            throw e;
        } finally {
            passed.forEach(Descriptor::close);
        }
    }

    private static void variables(Spawn spawn, AppSpec spec, int instance) {
        Map<String, String> all = new HashMap<>(spec.environment());
        all.putAll(spec.instanceEnvironment().apply(instance));
        OURS.forEach(all::remove);
        all.forEach(spawn::variable);
    }

    private static int channel(
            Spawn spawn, AppSpec.Protocol protocol, int id, List<Integer> opened, List<Integer> passed)
            throws OsException {
        int[] ends = new int[2];
        OsException.check(Socket.pair(ends), "create a channel");
        opened.add(ends[0]);
        passed.add(ends[1]);
        spawn.descriptor(ends[1], CHANNEL)
                .variable("NODE_CHANNEL_FD", Integer.toString(CHANNEL))
                .variable("NODE_CHANNEL_SERIALIZATION_MODE", "json");
        if (protocol == AppSpec.Protocol.CLUSTER) {
            spawn.variable("NODE_UNIQUE_ID", Integer.toString(id));
        }
        return ends[0];
    }

    private static int input(Spawn spawn, List<Integer> opened, List<Integer> passed) throws OsException {
        Pipe pipe = Pipe.toChild();
        opened.add(pipe.writeEnd());
        passed.add(pipe.readEnd());
        spawn.descriptor(pipe.readEnd(), 0);
        return pipe.writeEnd();
    }

    private static int output(Spawn spawn, int target, List<Integer> opened, List<Integer> passed) throws OsException {
        Pipe pipe = Pipe.fromChild();
        opened.add(pipe.readEnd());
        passed.add(pipe.writeEnd());
        spawn.descriptor(pipe.writeEnd(), target);
        return pipe.readEnd();
    }
}
