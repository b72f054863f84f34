package millrace.os;

import java.util.concurrent.CountDownLatch;

/** Run in a JVM of its own by {@link SignalTest}: prints the signals it takes. */
class SignalProgram {
    private static final Signal[] TAKEN = {Signal.SIGQUIT, Signal.SIGTERM, Signal.SIGUSR1, Signal.SIGUSR2};

    private SignalProgram() {}

    public static void main(String[] arguments) throws Exception {
        // Threads beside the main one, as in any program: signals must not end up in them.
        CountDownLatch never = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> awaitForEver(never));
        if (arguments[0].equals("await")) {
            await();
        } else {
            poll();
        }
        System.out.println("end");
    }

    private static void await() {
        System.out.println("ready " + Signals.blocked());
        for (int i = 0; i < 3; i++) {
            System.out.println(Signals.await(-1, TAKEN));
        }
    }

    private static void poll() throws OsException {
        try (SignalFd signals = SignalFd.open(TAKEN); Epoll epoll = Epoll.open(1)) {
            epoll.add(signals.fd(), Epoll.IN);
            System.out.println("ready " + Signals.blocked());
            for (int taken = 0; taken < 3; ) {
                epoll.await(-1);
                for (Signal signal = signals.read(); signal != null; signal = signals.read()) {
                    System.out.println(signal + " from " + signals.sender());
                    taken++;
                }
            }
        }
    }

    private static void awaitForEver(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
