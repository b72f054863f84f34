package millrace.cluster;

import java.util.Arrays;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;

/** A primary as a program of its own, so that a test can kill it. Writes the pid of each worker that is ready. */
final class PrimaryApp {
    private PrimaryApp() {}

    /** The protocol, and the command to run. */
    public static void main(String[] arguments) throws Exception {
        AppSpec.Protocol protocol = AppSpec.Protocol.valueOf(arguments[0]);
        AppSpec spec = AppSpec.of("app", Arrays.asList(arguments).subList(1, arguments.length))
                .withInstances(2)
                .withProtocol(protocol);
        EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL);
        loop.execute(() -> Primary.start(loop, spec, new PrimaryEvents() {
            @Override
            public void listening(Worker worker, String address) {
                System.out.println(worker.pid());
            }

            @Override
            public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
                if (protocol == AppSpec.Protocol.NONE) {
                    System.out.println(worker.pid());
                }
            }
        }));
        loop.run();
    }
}
