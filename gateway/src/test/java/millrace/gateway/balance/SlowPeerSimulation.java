package millrace.gateway.balance;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Four peers of which one is ten times slower, in simulated time: each has eight workers and a queue, work takes 10 ms or
 * 100 ms on average (exponential), and requests come by chance, 200 a second. By round robin the slow peer is busy to 60 %.
 * Run it to see the table; {@link SlowPeerTest} asserts the order.
 */
final class SlowPeerSimulation {
    private static final int WORKERS = 8;
    private static final int SLOW = 4;
    private static final double MEAN_NANOS = 10e6;
    private static final double INTERARRIVAL_NANOS = 5e6;

    private record Completion(long atNanos, Selection request, long bornNanos, int peer) {}

    private record Waiting(Selection request, long bornNanos) {}

    private final SplittableRandom random = new SplittableRandom(1);
    private final PriorityQueue<Completion> completions =
            new PriorityQueue<>(Comparator.comparingLong(Completion::atNanos));
    private final int[] busy = new int[5];
    private final Map<Integer, Deque<Waiting>> queues = new LinkedHashMap<>();
    private final Fixture fixture;

    private SlowPeerSimulation(Method method) {
        fixture = new Fixture().method(method).server().server().server().server();
        for (int i = 1; i <= 4; i++) {
            queues.put(i, new ArrayDeque<>());
        }
    }

    /** Latencies of some requests, sorted, in nanoseconds. */
    static long[] run(Method method, int requests) {
        return new SlowPeerSimulation(method).latencies(requests);
    }

    static long percentile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(sorted.length * share) - 1];
    }

    private long[] latencies(int requests) {
        long[] latencies = new long[requests];
        int done = 0;
        long arrival = fixture.now;
        for (int born = 0; done < requests; ) {
            Completion next = completions.peek();
            if (born < requests && (next == null || arrival <= next.atNanos)) {
                fixture.now = arrival;
                arrive();
                born++;
                arrival += (long) exponential(INTERARRIVAL_NANOS);
            } else {
                completions.remove();
                fixture.now = next.atNanos;
                latencies[done++] = complete(next);
            }
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private void arrive() {
        Selection request = fixture.begin();
        int peer = Fixture.number(request.next());
        Waiting waiting = new Waiting(request, fixture.now);
        if (busy[peer] < WORKERS) {
            start(peer, waiting);
        } else {
            queues.get(peer).add(waiting);
        }
    }

    private void start(int peer, Waiting waiting) {
        busy[peer]++;
        double work = exponential(peer == SLOW ? 10 * MEAN_NANOS : MEAN_NANOS);
        completions.add(new Completion(fixture.now + (long) work, waiting.request, waiting.bornNanos, peer));
    }

    private long complete(Completion completion) {
        completion.request.header();
        completion.request.end();
        busy[completion.peer]--;
        Waiting next = queues.get(completion.peer).poll();
        if (next != null) {
            start(completion.peer, next);
        }
        return fixture.now - completion.bornNanos;
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    static Map<String, Method> methods() {
        Map<String, Method> methods = new LinkedHashMap<>();
        methods.put("round robin", RoundRobin.METHOD);
        methods.put("random", RandomChoice.method(null));
        methods.put("random two least_conn", RandomChoice.method(RandomChoice.Two.LEAST_CONN));
        methods.put("random two least_time=header", RandomChoice.method(RandomChoice.Two.LEAST_TIME_HEADER));
        methods.put("least_conn", LeastConn.METHOD);
        methods.put("least_time header", LeastTime.method(false, false));
        methods.put("least_time last_byte inflight", LeastTime.method(true, true));
        methods.put("peak_ewma", PeakEwma.METHOD);
        return methods;
    }

    public static void main(String[] args) {
        System.out.printf("%-32s %8s %8s %8s%n", "ms", "p50", "p99", "p99.9");
        methods().forEach((name, method) -> {
            long[] sorted = run(method, 200_000);
            System.out.printf("%-32s %8.1f %8.1f %8.1f%n", name, percentile(sorted, 0.5) / 1e6,
                    percentile(sorted, 0.99) / 1e6, percentile(sorted, 0.999) / 1e6);
        });
    }
}
