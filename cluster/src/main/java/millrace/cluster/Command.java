package millrace.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.os.Account;
import millrace.os.Errno;
import millrace.os.OsException;

/** The command that a worker is started with: the app's own, behind what prepares its process. */
final class Command {
    private Command() {}

    /**
     * The whole command. What a process can only do to itself, before it becomes the program, {@code setpriv} of util-linux
     * does, and a shell: each of them becomes the next one, in the same process.
     *
     * @param account whose rights it shall have, or {@code null} for ours
     * @throws OsException when there is no such program, or it needs rights that we have not got
     */
    static List<String> of(AppSpec spec, Account account) throws OsException {
        List<String> command = new ArrayList<>();
        Path program = find(spec);
        Path setpriv = inPath("setpriv", System.getenv("PATH"));
        List<String> options = options(spec, account);
        if (setpriv != null && !options.isEmpty()) {
            command.add(setpriv.toString());
            command.addAll(options);
            command.add("--");
        } else if (spec.user() != null || spec.group() != null) {
            throw new OsException("run as another user: setpriv (of util-linux) was not found", Errno.ENOENT.number());
        }
        if (spec.protocol() == AppSpec.Protocol.LISTEN_FDS) {
            // The variable holds the number of the process that is to read it, which only that process knows.
            command.addAll(List.of("/bin/sh", "-c", "export LISTEN_PID=$$; exec \"$0\" \"$@\""));
        }
        if (command.isEmpty()) {
            return spec.command();
        }
        command.add(program.toString());
        command.addAll(spec.command().subList(1, spec.command().size()));
        return command;
    }

    private static List<String> options(AppSpec spec, Account account) throws OsException {
        List<String> options = new ArrayList<>();
        if (!spec.detached()) {
            // A program that knows no channel would not notice the primary's death: the kernel tells it so.
            options.addAll(List.of("--pdeathsig", "TERM"));
        }
        if (account != null || spec.group() != null) {
            int gid = spec.group() != null ? Account.groupNamed(spec.group()) : account.gid();
            options.addAll(List.of("--regid", Integer.toString(gid)));
            if (Account.effectiveUid() != 0) {
                throw new OsException("run " + spec.name() + " as another user or group", Errno.EPERM.number());
            }
            if (account == null) {
                options.add("--clear-groups");
            } else {
                options.addAll(List.of("--reuid", Integer.toString(account.uid()), "--init-groups"));
            }
        }
        return options;
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
