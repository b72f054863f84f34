import java.util.concurrent.CompletableFuture;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.loop.Partition;
import millrace.loop.pool.CpuPool;

/**
 * The average of a thousand million numbers, in the three places where a server can compute it. While it computes, ask
 * the small route and see what it costs the others:
 *
 * <pre>
 *   wrk -t1 -c8 -d5s --latency localhost:8080/ & curl localhost:8080/naive
 *   wrk -t1 -c8 -d5s --latency localhost:8080/ & curl localhost:8080/partitioned
 *   wrk -t1 -c8 -d5s --latency localhost:8080/ & curl localhost:8080/offloaded
 * </pre>
 */
public class Average {
    private static final long NUMBERS = 1_000_000_000L;

    public static void main(String[] args) throws Exception {
        HttpServer.listen(args.length > 0 ? Integer.parseInt(args[0]) : 8080, Average::handle);
    }

    private static void handle(Request request, Response response) {
        switch (request.path()) {
            case "/" -> response.send("quick\n");
            case "/naive" -> answer(response, sum(0, NUMBERS));
            case "/partitioned" -> partitioned(request, response);
            case "/offloaded" -> offloaded(response);
            default -> response.status(404).send();
        }
    }

    /** On the loop, a millisecond at a time: the other connections have their turns in between. */
    private static void partitioned(Request request, Response response) {
        long[] sum = new long[1];
        Partition.on(request.loop())
                .pieces(0, NUMBERS, (low, high) -> sum[0] += sum(low, high))
                .whenComplete((nothing, error) -> finish(response, sum[0], error));
    }

    /** On the other cores, a part of the range on each; the answer is sent back on the loop. */
    private static void offloaded(Response response) {
        CompletableFuture<Long> sum = CpuPool.shared().split(0, NUMBERS, Average::sum, Long::sum);
        sum.whenComplete((total, error) -> finish(response, total == null ? 0 : total, error));
    }

    private static void finish(Response response, long sum, Throwable error) {
        if (error != null) {
            response.fail(error);
        } else {
            answer(response, sum);
        }
    }

    private static void answer(Response response, long sum) {
        response.send("the average is " + (double) sum / NUMBERS + "\n");
    }

    /** Numbers between 0 and 1023 that a compiler cannot add up by a formula. */
    private static long sum(long low, long high) {
        long sum = 0;
        for (long i = low; i < high; i++) {
            sum += (i ^ i >>> 7) & 1023;
        }
        return sum;
    }
}
