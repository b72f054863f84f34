import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cluster.work.ProcessFigures;
import millrace.cluster.work.ProcessOptions;
import millrace.cluster.work.TaskWorker;
import millrace.cluster.work.WorkerProcesses;

/** What a task in a worker process costs, one after the other, its payload echoed. Argument: java, or node and a script. */
public final class Processes {
    private static final double SECONDS = 3;

    private record Snapshot(long cpuNanos, ProcessFigures figures) {}

    public static void main(String[] args) throws Exception {
        ProcessOptions options = args[0].equals("java")
                ? ProcessOptions.java(Worker.class, "-XX:+UseSerialGC")
                : ProcessOptions.of(args);
        WorkerProcesses pool = WorkerProcesses.start(options.withSize(1));
        for (Map.Entry<String, Object> payload : payloads().entrySet()) {
            run(pool, payload.getValue());
            Snapshot before = snapshot(pool);
            double[] micros = run(pool, payload.getValue());
            Snapshot after = snapshot(pool);
            double cpu = (after.cpuNanos - before.cpuNanos) / 1e3 / micros.length;
            double serialised = (after.figures.serialiseNanos() - before.figures.serialiseNanos()
                    + after.figures.deserialiseNanos() - before.figures.deserialiseNanos()) / 1e3 / micros.length;
            Arrays.sort(micros);
            print("round trip p50, µs", payload.getKey(), micros[micros.length / 2]);
            print("CPU of the pool's process, µs", payload.getKey(), cpu);
            print("serialise and deserialise there, µs by the clock", payload.getKey(), serialised);
        }
        pool.stop().toCompletableFuture().get();
        System.exit(0);
    }

    private static Map<String, Object> payloads() {
        Map<String, Object> payloads = new LinkedHashMap<>();
        payloads.put("nothing", Map.of());
        for (int[] size : new int[][] {{1, 20}, {100, 2_000}, {10_000, 200_000}}) {
            payloads.put(size[0] + " KB of JSON", Collections.nCopies(size[1], Map.of("id", 12345, "name", "a duck, a drake, an egg")));
        }
        for (int kilobytes : new int[] {1, 100, 10_000}) {
            payloads.put(kilobytes + " KB of bytes", new byte[kilobytes * 1_000]);
        }
        return payloads;
    }

    /** @return microseconds of each round trip */
    private static double[] run(WorkerProcesses pool, Object payload) throws Exception {
        double[] micros = new double[1_000_000];
        int count = 0;
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        for (long began = System.nanoTime(); began < end && count < micros.length; began = System.nanoTime()) {
            pool.submit(payload).get();
            micros[count++] = (System.nanoTime() - began) / 1e3;
        }
        return Arrays.copyOf(micros, count);
    }

    private static Snapshot snapshot(WorkerProcesses pool) throws Exception {
        long cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        return new Snapshot(cpu, pool.figures().toCompletableFuture().get());
    }

    private static void print(String what, String payload, double micros) {
        System.out.printf("%s: %s\t%.1f%n", payload, what, micros);
    }

    /** Gives back what it was given. */
    static final class Worker {
        public static void main(String[] args) throws InterruptedException {
            TaskWorker.serve(payload -> payload);
        }
    }
}
