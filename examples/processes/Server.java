import java.time.Duration;
import millrace.cluster.work.ProcessFigures;
import millrace.cluster.work.ProcessOptions;
import millrace.cluster.work.Task;
import millrace.cluster.work.TaskWorker;
import millrace.cluster.work.WorkerProcesses;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.loop.pool.Latencies;

/** Work that may crash or hang runs in processes, in Java or in Node; the server's own process is never hurt by it. */
public class Server {
    public static void main(String[] arguments) throws Exception {
        WorkerProcesses java = start(ProcessOptions.java(Worker.class, "-Xmx64m", "-XX:+UseSerialGC"));
        WorkerProcesses node = start(ProcessOptions.of("node", "examples/processes/worker.js"));
        HttpServer.listen(8080, (request, response) -> {
            switch (request.path()) {
                case "/java" -> answer(response, java.submit(request.query()));
                case "/node" -> answer(response, node.submit(request.query()));
                case "/figures" -> figures(request, response, java, node);
                default -> response.status(404).send("try /java?35, /node?35, /java?crash, /node?60 and /figures\n");
            }
        });
    }

    private static WorkerProcesses start(ProcessOptions options) throws Exception {
        return WorkerProcesses.start(options.withSize(2)
                .withDeadline(Duration.ofSeconds(5))
                .withRecycleAfter(10_000)
                .withRecycleAbove(256 << 20));
    }

    private static void answer(Response response, Task task) {
        task.whenComplete((result, cause) -> {
            if (cause == null) {
                response.send(result + "\n");
            } else {
                response.status(503).send(cause.getMessage() + "\n");
            }
        });
    }

    private static void figures(Request request, Response response, WorkerProcesses java, WorkerProcesses node) {
        var loop = request.loop();
        java.figures().thenCombine(node.figures(), (one, two) -> print("java", one) + print("node", two))
                .thenAcceptAsync(response::send, loop);
    }

    private static String print(String name, ProcessFigures figures) {
        return """
                %s: %d ready, %d queued, %d running; %d completed, %d failed, %d lost, %d refused, %d restarts
                  bytes out %d, in %d; serialised in %d µs, deserialised in %d µs
                  queue time %s
                  round trip %s
                  run time   %s
                """.formatted(
                name, figures.ready(), figures.queued(), figures.running(), figures.completed(), figures.failed(),
                figures.lost(), figures.refused(), figures.restarts(), figures.bytesOut(), figures.bytesIn(),
                figures.serialiseNanos() / 1000, figures.deserialiseNanos() / 1000, print(figures.queueTime()),
                print(figures.roundTrip()), print(figures.runTime()));
    }

    private static String print(Latencies times) {
        return "p50 %d µs, p99 %d µs, longest %d µs"
                .formatted(times.p50Nanos() / 1000, times.p99Nanos() / 1000, times.maxNanos() / 1000);
    }

    /** What a Java worker runs; the one for Node is worker.js. */
    static class Worker {
        public static void main(String[] arguments) throws InterruptedException {
            TaskWorker.serve(task -> {
                if ("crash".equals(task)) {
                    Runtime.getRuntime().halt(1);
                }
                return fib(Integer.parseInt(String.valueOf(task)));
            });
        }

        private static long fib(int n) {
            return n < 2 ? n : fib(n - 1) + fib(n - 2);
        }
    }
}
