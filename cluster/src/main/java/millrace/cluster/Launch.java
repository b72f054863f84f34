package millrace.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import millrace.os.Descriptor;
import millrace.os.Errno;
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
 */
record Launch(PidFd process, int channel, int stdout, int stderr) {
    private static final int CHANNEL = 3;

    /** Not passed on: they would tie a worker to the primary of whoever has started us. */
    private static final Set<String> OURS =
            Set.of("NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID");

    /**
     * Starts a worker.
     *
     * @throws OsException when it cannot be started; nothing is left behind
     */
    static Launch start(AppSpec spec, int id) throws OsException {
        List<Integer> opened = new ArrayList<>();
        List<Integer> passed = new ArrayList<>();
        try {
            Spawn spawn = new Spawn(command(spec)).directory(spec.directory()).newGroup().withoutVariables();
            spec.environment().forEach((name, value) -> {
                if (!OURS.contains(name)) {
                    spawn.variable(name, value);
                }
            });
            int channel = spec.protocol() == AppSpec.Protocol.CLUSTER ? channel(spawn, id, opened, passed) : -1;
            int stdout = output(spawn, 1, opened, passed);
            int stderr = output(spawn, 2, opened, passed);
            return new Launch(spawn.start(), channel, stdout, stderr);
        } catch (OsException e) {
            opened.forEach(Descriptor::close);
            throw e;
        } finally {
            passed.forEach(Descriptor::close);
        }
    }

    private static int channel(Spawn spawn, int id, List<Integer> opened, List<Integer> passed) throws OsException {
        int[] ends = new int[2];
        OsException.check(Socket.pair(ends), "create a channel");
        opened.add(ends[0]);
        passed.add(ends[1]);
        spawn.descriptor(ends[1], CHANNEL)
                .variable("NODE_CHANNEL_FD", Integer.toString(CHANNEL))
                .variable("NODE_CHANNEL_SERIALIZATION_MODE", "json")
                .variable("NODE_UNIQUE_ID", Integer.toString(id));
        return ends[0];
    }

    private static int output(Spawn spawn, int target, List<Integer> opened, List<Integer> passed) throws OsException {
        Pipe pipe = Pipe.fromChild();
        opened.add(pipe.readEnd());
        passed.add(pipe.writeEnd());
        spawn.descriptor(pipe.writeEnd(), target);
        return pipe.readEnd();
    }

    /**
     * A program that knows no channel would not notice the primary's death. The kernel tells it by SIGTERM, if the child
     * asks for that itself before it becomes the program: {@code setpriv} of util-linux does so, where it is installed.
     */
    private static List<String> command(AppSpec spec) throws OsException {
        Path program = find(spec);
        Path setpriv = inPath("setpriv", System.getenv("PATH"));
        if (setpriv == null) {
            return spec.command();
        }
        List<String> command = new ArrayList<>(List.of(setpriv.toString(), "--pdeathsig", "TERM", "--"));
        command.add(program.toString());
        command.addAll(spec.command().subList(1, spec.command().size()));
        return command;
    }

    /** The program's file; looked for before the start, so that the error is about it. */
    private static Path find(AppSpec spec) throws OsException {
        String name = spec.command().getFirst();
        Path found = name.contains("/")
                ? spec.directory().resolve(name)
                : inPath(name, spec.environment().get("PATH"));
        if (found == null || !Files.exists(found)) {
            throw new OsException("start " + name, Errno.ENOENT.number());
        }
        if (Files.isDirectory(found) || !Files.isExecutable(found)) {
            throw new OsException("start " + found, Errno.EACCES.number());
        }
        return found;
    }

    private static Path inPath(String name, String path) {
        for (String folder : (path == null ? "/usr/local/bin:/usr/bin:/bin" : path).split(File.pathSeparator)) {
            Path candidate = Path.of(folder).resolve(name);
            if (!Files.isDirectory(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
