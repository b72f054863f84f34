package millrace.loop.stall;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.Affinity;

/**
 * Run in a JVM of its own by {@link StallCausesTest}: a loop that is stuck in the way that a line of its input asks for,
 * and prints what the watch says of that.
 */
final class StallProgram {
    private static final int LIVE_OBJECTS = 4_000_000;

    private static final List<Object> LIVE = new ArrayList<>();
    private static volatile boolean working;

    private StallProgram() {}

    public static void main(String[] arguments) throws Exception {
        LoopWatch.shared().onStall(report -> {
            System.out.println((report.isOver() ? "report " : "noticed ") + report.cause() + " " + report);
        });
        if (arguments[0].equals("one-processor")) {
            BitSet first = new BitSet();
            first.set(Affinity.get(0).nextSetBit(0));
            Affinity.set(0, first);
        }
        EventLoop loop = EventLoop.open("child", PollerKind.EPOLL);
        loop.startDaemon();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            switch (line) {
                case "collect" -> loop.execute(StallProgram::collect);
                case "compete" -> compete();
                case "begin" -> {
                    working = true;
                    loop.execute(StallProgram::work);
                }
                case "end" -> working = false;
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    /** The more objects live, the longer the collector stops everything: between two times the watch can look. */
    private static void collect() {
        while (LIVE.size() < LIVE_OBJECTS) {
            LIVE.add(new byte[1]);
        }
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
    }

    private static void work() {
        System.out.println("working");
        while (working) {
            Thread.onSpinWait();
        }
    }

    /** Threads that take the one processor from the loop's. */
    private static void compete() {
        for (int i = 0; i < 8; i++) {
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    Thread.onSpinWait();
                }
            });
        }
        System.out.println("competing");
    }
}
