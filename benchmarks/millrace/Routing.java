import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;

/** How long short tasks take from asking to having, when long ones arrive in between. Argument: with, without routing. */
public final class Routing {
    private static final long SECONDS = 20;
    private static final double LONG_PER_SECOND = 0.8;
    private static final int SHORT_PER_LONG = 20;
    private static final int SHORT_MILLIS = 2;
    private static final int LONG_MILLIS = 1_000;

    /** The same arrivals in every run. */
    private static final long SEED = 20;

    private final EventLoop loop;
    private final Lane shorts;
    private final Lane longs;
    private final long stepsAMilli;
    private final List<Double> shortMillis = new ArrayList<>();
    private final List<Double> longMillis = new ArrayList<>();
    private final CountDownLatch done;

    private record Arrival(long atNanos, boolean isLong) {}

    private Routing(EventLoop loop, CpuPool pool, long stepsAMilli, int arrivals) {
        this.loop = loop;
        this.shorts = pool.lane("short");
        this.longs = pool.lane("long");
        this.stepsAMilli = stepsAMilli;
        this.done = new CountDownLatch(arrivals);
    }

    public static void main(String[] args) throws Exception {
        boolean routing = args[0].equals("with");
        CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withRouting(routing));
        EventLoop loop = EventLoop.open("routing", PollerKind.EPOLL);
        loop.startDaemon();
        List<Arrival> arrivals = arrivals();
        Routing routed = new Routing(loop, pool, stepsAMilli(), arrivals.size());
        loop.execute(() -> arrivals.forEach(arrival -> loop.schedule(
                () -> routed.submit(arrival), arrival.atNanos, TimeUnit.NANOSECONDS)));
        routed.done.await();
        print("short task p50, ms", routed.shortMillis, 0.5);
        print("short task p99, ms", routed.shortMillis, 0.99);
        print("short task, longest, ms", routed.shortMillis, 1);
        print("long task p50, ms", routed.longMillis, 0.5);
        print("long task, longest, ms", routed.longMillis, 1);
        System.exit(0);
    }

    /** A Poisson process: with a constant rate two long ones would never meet. */
    private static List<Arrival> arrivals() {
        Random random = new Random(SEED);
        List<Arrival> arrivals = new ArrayList<>();
        double rate = LONG_PER_SECOND * (SHORT_PER_LONG + 1);
        double at = 0;
        while (at < SECONDS) {
            arrivals.add(new Arrival((long) (at * 1e9), random.nextInt(SHORT_PER_LONG + 1) == 0));
            at -= Math.log(1 - random.nextDouble()) / rate;
        }
        return arrivals;
    }

    private void submit(Arrival arrival) {
        long asked = System.nanoTime();
        long steps = stepsAMilli * (arrival.isLong ? LONG_MILLIS : SHORT_MILLIS);
        (arrival.isLong ? longs : shorts).submit(() -> work(steps)).whenComplete((value, error) -> {
            if (error != null) {
                throw new IllegalStateException(error);
            }
            (arrival.isLong ? longMillis : shortMillis).add((System.nanoTime() - asked) / 1e6);
            done.countDown();
        });
    }

    /** The best of many, once the compiler is through with it: others may share the cores. */
    private static long stepsAMilli() {
        long best = 0;
        for (int i = 0; i < 200; i++) {
            long steps = 1_000_000;
            long began = System.nanoTime();
            work(steps);
            best = Math.max(best, steps * 1_000_000 / (System.nanoTime() - began));
        }
        return best;
    }

    private static long work(long steps) {
        long value = steps;
        for (long i = 0; i < steps; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        return value;
    }

    private static void print(String name, List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        System.out.printf("%s\t%.3f%n", name, sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)));
    }
}
