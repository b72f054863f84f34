import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;

/**
 * What it costs to give an empty task to a pool and to come back to the loop: {@code Offload pool|fjp}. The loop keeps
 * so many tasks under way; prints microseconds of time and of CPU (the whole process) a task.
 */
public final class Offload {
    private static final double SECONDS = 3;

    /** Submits one task whose end runs the given action on the loop. */
    private interface Way {
        void offload(Runnable then);
    }

    private static EventLoop loop;
    private static long done;

    public static void main(String[] args) throws Exception {
        loop = EventLoop.open("offload", PollerKind.EPOLL);
        loop.startDaemon();
        Way way = args[0].equals("pool") ? pool() : forkJoin();
        measure(way, 64); // for the compiler
        measure(way, 1);
        for (int inFlight : new int[] {1, 64, 1_000}) {
            double[] micros = measure(way, inFlight);
            System.out.printf("CPU µs a task, %d under way\t%.3f%n", inFlight, micros[0]);
            System.out.printf("µs a task, %d under way\t%.3f%n", inFlight, micros[1]);
        }
        System.exit(0);
    }

    private static Way pool() {
        Lane lane = CpuPool.shared().application();
        return then -> lane.submit(() -> null).thenRun(then);
    }

    private static final ForkJoinPool FORK_JOIN = new ForkJoinPool(Runtime.getRuntime().availableProcessors());

    private static Way forkJoin() {
        return then -> CompletableFuture.supplyAsync(() -> null, FORK_JOIN).thenRunAsync(then, loop);
    }

    /** @return microseconds of CPU, and of time, a task */
    private static double[] measure(Way way, int inFlight) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        CompletableFuture<Void> over = new CompletableFuture<>();
        long cpu = process.getProcessCpuTime();
        long time = System.nanoTime();
        long end = time + (long) (SECONDS * 1e9);
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
        return new double[] {cpu / 1e3 / done, time / 1e3 / done};
    }
}
