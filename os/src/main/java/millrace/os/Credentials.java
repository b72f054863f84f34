package millrace.os;

import java.lang.foreign.Arena;

/**
 * Whose rights the process has. A server that was started by root gives them up for all its threads, and may take them
 * back for one: the kernel has credentials for each thread, and the C library, asked to change them, changes all. This
 * guards files and the like from mistakes; code of an attacker inside the process could take the rights back as well.
 * Calls return 0 or −errno. Source: {@code setresuid(2)}, {@code nptl(7)}, {@code credentials(7)}.
 */
public final class Credentials {
    private static final int ROOT = 0;
    private static final int UNCHANGED = -1;

    private static final Call INITGROUPS = Call.of("initgroups");
    private static final Call SETRESGID = Call.of("setresgid");
    private static final Call SETRESUID = Call.of("setresuid");
    private static final Call SYSCALL = Call.of("syscall");

    private Credentials() {}

    /** Makes all threads those of a user and his groups; root's rights can be taken back. The caller must have them. */
    public static int become(Account account, int group) {
        try (Arena arena = Arena.ofConfined()) {
            int result = INITGROUPS.callInt(CStrings.string(arena, account.name()).address(), group);
            if (result == 0) {
                result = SETRESGID.callInt(group, group, group);
            }
            return result < 0 ? result : become(account);
        }
    }

    /** Makes all threads those of a user again, whoever they belonged to meanwhile; his groups are as they were. */
    public static int become(Account account) {
        return SETRESUID.callInt(account.uid(), account.uid(), ROOT);
    }

    /** Takes root's rights back for the calling thread, and for what it starts. */
    public static int becomeRootAgain() {
        int result = SYSCALL.callInt(Abi.HERE.setresuidNumber, UNCHANGED, ROOT, UNCHANGED);
        return result < 0 ? result : SYSCALL.callInt(Abi.HERE.setresuidNumber, ROOT, ROOT, ROOT);
    }
}
