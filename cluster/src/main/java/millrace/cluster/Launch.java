package millrace.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.os.Account;
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
record Launch(PidFd process, Provisions provisions, int channel, int stdin, int stdout, int stderr, boolean isOurs) {
    /** The first number behind the standard ones: for the channel, or for the socket that is handed over. */
    private static final int FIRST = 3;

    /** Not passed on: they would tie a worker to the primary of whoever has started us. */
    private static final Set<String> OURS =
            Set.of(
                    "NODE_CHANNEL_FD",
                    "NODE_CHANNEL_SERIALIZATION_MODE",
                    "NODE_UNIQUE_ID",
                    "NOTIFY_SOCKET",
                    "LISTEN_FDS",
                    "LISTEN_PID",
                    "LISTEN_FDNAMES");

    /** A process that runs already. */
    static Launch of(AdoptedProcess found) {
        return new Launch(found.process(), Provisions.NONE, -1, -1, found.stdout(), found.stderr(), false);
    }

    /**
     * Starts a worker.
     *
     * @throws OsException when it cannot be started; nothing is left behind
     */
    static Launch start(AppSpec spec, int id, Provisions provisions) throws OsException {
        Spawn spawn = prepared(spec, provisions);
        try (Ends ends = new Ends(spawn)) {
            int channel = spec.protocol().hasChannel() ? channel(spawn, spec.protocol(), id, ends) : -1;
            if (provisions.socket() >= 0) {
                spawn.descriptor(provisions.socket(), FIRST).variable("LISTEN_FDS", "1");
            }
            if (provisions.isSocketOwn()) {
                ends.theirs.add(provisions.socket());
            }
            int stdin = spec.input() ? input(spec, ends) : -1;
            int stdout = ends.of(outputPipe(spec), 1);
            int stderr = ends.of(outputPipe(spec), 2);
            Launch launch = new Launch(spawn.start(), provisions, channel, stdin, stdout, stderr, true);
            ends.keep();
            return launch;
        }
    }

    private static Spawn prepared(AppSpec spec, Provisions provisions) throws OsException {
        Account account = provisions.account();
        try {
            Spawn spawn = new Spawn(Command.of(spec, account)).directory(spec.directory()).newGroup().withoutVariables();
            variables(spawn, spec, provisions.variables(), account);
            return spawn;
        } catch (OsException e) {
            if (provisions.isSocketOwn()) {
                Descriptor.close(provisions.socket());
            }
            throw e;
        }
    }

    private static void variables(Spawn spawn, AppSpec spec, Map<String, String> more, Account account) {
        Map<String, String> all = new HashMap<>(spec.environment());
        if (account != null) {
            all.put("HOME", account.home());
            all.put("USER", account.name());
            all.put("LOGNAME", account.name());
        }
        OURS.forEach(all::remove);
        all.putAll(more);
        preload(all, spec);
        all.forEach(spawn::variable);
    }

    /** Whatever the program is: it may start Node or Python later. */
    private static void preload(Map<String, String> variables, AppSpec spec) {
        try {
            if (spec.protocol().hasChannel()) {
                variables.put(NodePreload.VARIABLE, NodePreload.options(variables.get(NodePreload.VARIABLE), spec.command()));
            } else if (spec.protocol().standsBeside()) {
                PythonPreload.into(variables, spec);
            }
        } catch (IOException e) {
            System.getLogger("millrace.cluster")
                    .log(Level.WARNING, "workers will lose requests when they leave: {0}", e.getMessage());
        }
    }

    private static int channel(Spawn spawn, AppSpec.Protocol protocol, int id, Ends ends) throws OsException {
        int[] pair = new int[2];
        OsException.check(Socket.pair(pair), "create a channel");
        ends.add(pair[0], pair[1], FIRST);
        spawn.variable("NODE_CHANNEL_FD", Integer.toString(FIRST)).variable("NODE_CHANNEL_SERIALIZATION_MODE", "json");
        if (protocol == AppSpec.Protocol.CLUSTER) {
            spawn.variable("NODE_UNIQUE_ID", Integer.toString(id));
        }
        return pair[0];
    }

    private static int input(AppSpec spec, Ends ends) throws OsException {
        Pipe pipe = spec.detached() ? Pipe.toSurvivor() : Pipe.toChild();
        ends.add(pipe.writeEnd(), pipe.readEnd(), 0);
        return pipe.writeEnd();
    }

    private static Pipe outputPipe(AppSpec spec) throws OsException {
        return spec.detached() ? Pipe.fromSurvivor() : Pipe.fromChild();
    }

    /** Descriptors on their way into a process: their ends are closed after the start, ours too if it fails. */
    private static final class Ends implements AutoCloseable {
        private final Spawn spawn;
        private final List<Integer> ours = new ArrayList<>();
        private final List<Integer> theirs = new ArrayList<>();

        Ends(Spawn spawn) {
            this.spawn = spawn;
        }

        void add(int our, int their, int target) {
            ours.add(our);
            theirs.add(their);
            spawn.descriptor(their, target);
        }

        /** A pipe that the process writes to. */
        int of(Pipe pipe, int target) {
            add(pipe.readEnd(), pipe.writeEnd(), target);
            return pipe.readEnd();
        }

        void keep() {
            ours.clear();
        }

        @Override
        public void close() {
            ours.forEach(Descriptor::close);
            theirs.forEach(Descriptor::close);
        }
    }
}
