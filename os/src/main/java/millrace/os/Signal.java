package millrace.os;

import java.util.Locale;

/** Signals by name; the numbers are those of x86-64 and aarch64. Source: {@code signal(7)}. */
public enum Signal {
    SIGHUP(1),
    SIGINT(2),
    SIGQUIT(3),
    SIGILL(4),
    SIGTRAP(5),
    SIGABRT(6),
    SIGBUS(7),
    SIGFPE(8),
    SIGKILL(9),
    SIGUSR1(10),
    SIGSEGV(11),
    SIGUSR2(12),
    SIGPIPE(13),
    SIGALRM(14),
    SIGTERM(15),
    SIGSTKFLT(16),
    SIGCHLD(17),
    SIGCONT(18),
    SIGSTOP(19),
    SIGTSTP(20),
    SIGTTIN(21),
    SIGTTOU(22),
    SIGURG(23),
    SIGXCPU(24),
    SIGXFSZ(25),
    SIGVTALRM(26),
    SIGPROF(27),
    SIGWINCH(28),
    SIGIO(29),
    SIGPWR(30),
    SIGSYS(31);

    /** {@code sizeof(sigset_t)} in the C library; the kernel reads the first 8 bytes. */
    static final int SET_SIZE = 128;

    private static final Signal[] ALL = values();

    /** The first real-time signal that the C library leaves to programs, and the last. */
    private static final int REAL_TIME = 34;

    private static final int LAST = 64;

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The signal of a number, or {@code null} for real-time signals and numbers that are none. */
    public static Signal of(int number) {
        return number < 1 || number > ALL.length ? null : ALL[number - 1];
    }

    /** The signal of a name as {@code kill(1)} takes it: with or without {@code SIG}, in any case, or a number. */
    public static Signal named(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        for (Signal signal : ALL) {
            if (upper.equals(signal.name()) || upper.equals(signal.name().substring(3))
                    || upper.equals(Integer.toString(signal.number))) {
                return signal;
            }
        }
        throw new IllegalArgumentException("no signal is called " + name + "; kill -l lists them");
    }

    /** The name of a number, real-time signals included: {@code SIGRTMIN+2}. */
    public static String describe(int number) {
        if (number >= REAL_TIME && number <= LAST) {
            return "SIGRTMIN+" + (number - REAL_TIME);
        }
        Signal signal = of(number);
        return signal != null ? signal.name() : "signal " + number;
    }

    /** The bit of this signal in a {@code sigset_t}. */
    long bit() {
        return 1L << (number - 1);
    }

    static long bits(Signal... signals) {
        long bits = 0;
        for (Signal signal : signals) {
            bits |= signal.bit();
        }
        return bits;
    }
}
