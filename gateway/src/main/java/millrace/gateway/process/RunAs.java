package millrace.gateway.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.os.Account;
import millrace.os.Credentials;
import millrace.os.OsException;

/**
 * {@code user}: whose rights a process has that was started by root.
 *
 * @param group its number
 */
record RunAs(Account account, int group) {
    /** For all threads: what they open from now on, they open as this user. */
    void become() throws OsException {
        // Opens all of the class path, which may lie where only root can look.
        RunAs.class.getClassLoader().getResource("nothing");
        OsException.check(Credentials.become(account, group), "setuid(" + account.uid() + ")");
    }

    /** Makes folders that are this user's. */
    void own(Iterable<Path> folders) throws IOException {
        for (Path folder : folders) {
            Files.createDirectories(folder);
            Files.setAttribute(folder, "unix:uid", account.uid());
            Files.setAttribute(folder, "unix:gid", group);
        }
    }

    /** The calling thread is root's from here on until {@link #returned}: to listen, to open logs, to start a binary. */
    void leave() throws OsException {
        OsException.check(Credentials.becomeRootAgain(), "take back the rights of root");
    }

    /** All threads are the user's again, those too that were started meanwhile. */
    void returned() throws OsException {
        OsException.check(Credentials.become(account), "setuid(" + account.uid() + ")");
    }

    static RunAs read(Scope scope, Statement statement) throws ConfigException {
        if (Account.effectiveUid() != 0) {
            scope.configuration()
                    .warn(
                            statement.place(),
                            "the \"user\" directive makes sense only if the master process runs with super-user "
                                    + "privileges, ignored");
            return null;
        }
        String user = statement.arg(0);
        Account account;
        try {
            account = Account.named(user);
        } catch (OsException e) {
            throw statement.error("getpwnam(\"" + user + "\") failed");
        }
        String group = statement.args().size() > 1 ? statement.arg(1) : user;
        try {
            return new RunAs(account, Account.groupNamed(group));
        } catch (OsException e) {
            throw statement.error("getgrnam(\"" + group + "\") failed");
        }
    }
}
