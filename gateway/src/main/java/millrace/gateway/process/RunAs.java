package millrace.gateway.process;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.os.Account;
import millrace.os.OsException;

/**
 * {@code user}: whose rights a process has that was started by root.
 *
 * @param group its number
 */
record RunAs(Account account, int group) {
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
