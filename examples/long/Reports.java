import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;

/**
 * Thumbnails of two milliseconds and reports of a second, from one pool of CPU workers. Each kind has its lane: the pool
 * learns which one is long, keeps it to all threads but one, and no thumbnail waits for a report.
 *
 * <pre>
 *   wrk -t1 -c4 -d10s localhost:8080/report &amp; wrk -t1 -c1 -d8s --latency localhost:8080/thumbnail
 * </pre>
 *
 * Started with the word {@code unrouted} the pool takes all comers in turn, as pools do.
 */
public class Reports {
    private final Lane thumbnails;
    private final Lane reports;

    Reports(CpuPool pool) {
        thumbnails = pool.lane("thumbnail");
        reports = pool.lane("report");
    }

    public static void main(String[] args) throws Exception {
        boolean routing = args.length == 0 || !args[0].equals("unrouted");
        CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withRouting(routing));
        HttpServer.listen(8080, new Reports(pool)::handle);
    }

    private void handle(Request request, Response response) {
        switch (request.path()) {
            case "/" -> response.send("quick\n");
            case "/thumbnail" -> answer(thumbnails, 2, response);
            case "/report" -> answer(reports, 1_000, response);
            default -> response.status(404).send();
        }
    }

    private static void answer(Lane lane, int millis, Response response) {
        lane.submit(() -> compute(millis)).whenComplete((result, error) -> {
            if (error != null) {
                response.fail(error);
            } else {
                response.send(result + "\n");
            }
        });
    }

    /** About so many milliseconds of a core's time. */
    private static long compute(int millis) {
        long value = millis;
        for (long i = 0; i < millis * 1_000_000L; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        return value;
    }
}
