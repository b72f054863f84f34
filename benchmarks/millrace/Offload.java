import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;

/**
 * What it costs to give an empty task to a pool and to come back to the loop: {@code Offload pool|fjp|both IN-FLIGHT
 * SECONDS}. The loop keeps so many tasks under way; prints nanoseconds of time and of CPU (the whole process) a task,
 * for each round of the given length, after one for warming up. With both, the rounds of the two take turns.
 */
public final class Offload {
    private static final int ROUNDS = 5;

    /** Submits one task whose end runs the given action on the loop. */
    private interface Way {
        void offload(Runnable then);
    }

    private static EventLoop loop;
    private static long done;

    public static void main(String[] args) throws Exception {
        int inFlight = Integer.parseInt(args[1]);
        double seconds = Double.parseDouble(args[2]);
        loop = EventLoop.open("offload", PollerKind.EPOLL);
        loop.startDaemon();
        String[] ways = args[0].equals("both") ? new String[] {"pool", "fjp"} : new String[] {args[0]};
        for (int round = 0; round <= ROUNDS; round++) {
            for (String way : ways) {
                Way chosen = way.equals("pool") ? pool() : forkJoin();
                measure(way, chosen, inFlight, seconds, round);
            }
        }
    }

    private static Way pool() {
        Lane lane = CpuPool.shared().application();
        return then -> lane.submit(() -> null).thenRun(then);
    }

    private static final ForkJoinPool FORK_JOIN = new ForkJoinPool(Runtime.getRuntime().availableProcessors());

    private static Way forkJoin() {
        return then -> CompletableFuture.supplyAsync(() -> null, FORK_JOIN).thenRunAsync(then, loop);
    }

    private static void measure(String name, Way way, int inFlight, double seconds, int round) throws Exception {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        CompletableFuture<Void> over = new CompletableFuture<>();
        long cpu = process.getProcessCpuTime();
        long time = System.nanoTime();
        long end = time + (long) (seconds * 1e9);
        loop.execute(() -> {
            done = 0;
            int[] left = {inFlight};
            Runnable[] again = new Runnable[1];
            again[0] = () -> {
                done++;
                if (System.nanoTime() < end) {
                    way.offload(again[0]);
                } else if (--left[0] == 0) {
                    over.complete(null);
                }
            };
            for (int i = 0; i < inFlight; i++) {
                way.offload(again[0]);
            }
        });
        over.join();
        time = System.nanoTime() - time;
        cpu = process.getProcessCpuTime() - cpu;
        System.out.printf("%-4s %4d in flight, %s: %7d ns, %7d ns CPU, %9d tasks%n",
                name, inFlight, round == 0 ? "warm-up" : "round " + round, time / done, cpu / done, done);
    }
}
