package harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The command line: {@code benchmarks/run WHAT [options]}. Progress goes to stderr, tables to stdout. */
public final class Main {
    private static final String HELP = """
            benchmarks/run WHAT [options]     measures Millrace beside its peers, on this machine's loopback only

            WHAT   hello       CPU a request: keep-alive, pipelined, one request a connection, fixed rate
                   footprint   start to first answer, memory after load, memory of idle connections, allocation
                   cluster     new connections, thinking clients, workers killed: beside Node's cluster module
                   work        long work: head of line, routing, partitioning and offloading, what a hand-over costs
                   manager     the process manager beside PM2: commands, memory, what is lost, lines of output
                   gateway     CPU a proxied request costs, and a byte of large answers: beside nginx and HAProxy
                   bench       what a request costs the load tester itself, beside wrk, h2load, hey, ab and autocannon;
                               whether it counts right, keeps its plan, and what it says of a frozen server
                   compat      curl, wrk, ab, h2load and autocannon, each of which must run clean
                   all         the eight of them, in this order

              --servers a,b     only these of servers.properties (their names are the keys there)
              --modes a,b       only these: hello: keep-alive pipelined close fixed-rate;
                                footprint: start memory; cluster: connections thinking kill kills;
                                work: head-of-line routing average offload json processes;
                                manager: cost loss lines;
                                gateway: 128 1k 16k 1m log many rate stream stream-1m idle reload
                                tls-handshake-ecdsa tls-handshake-rsa tls-resumed tls tls-1m tls-1m-proxied
                                tls-soak h2 h2-file h2-proxied faults methods;
                                bench: closed pipelined http2 http2-tls rate freeze
              --apps a,b        manager, loss: only these: plain.js graceful.js uvicorn gunicorn Hello.java gateway
              --rounds N        interleaved rounds            (3; start: 7)
              --seconds N       length of one measurement     (10; thinking: 30)
              --warmup N        load before the first round   (20)
              --rate N          requests a second of fixed-rate (32000)
              --handshakes N    tls-soak: how many            (1000000)
              --server-cpu N    core of the server (0)        --load-cpu N  core of the load (1)
              --url URL         compat: against a server that runs already
              --write           put the tables into docs/benchmarks.md as well
              --quick           one short round: to see that it works, not to measure
            """;

    private Main() {
    }

    /** @param args the benchmarks folder, then what the user typed */
    public static void main(String[] args) throws Exception {
        if (args.length < 2 || args[1].contains("help") || args[1].equals("-h")) {
            System.out.print(HELP);
            return;
        }
        try {
            System.exit(run(Path.of(args[0]), args[1], Options.parse(List.of(args).subList(2, args.length))) ? 0 : 1);
        } catch (BenchmarkException e) {
            System.err.println("benchmarks/run: " + e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("benchmarks/run: " + e); // a tool that is missing, a disk that is full
            System.exit(2);
        }
    }

    /** @return whether everything that ran was clean */
    private static boolean run(Path here, String what, Options options) throws IOException, InterruptedException {
        Processes.stopAllAtExit();
        Servers servers = Servers.load(here);
        Report report = new Report(here.resolveSibling("docs").resolve("benchmarks.md"), options.has("write"));
        List<String> all = List.of("hello", "footprint", "cluster", "work", "manager", "gateway", "bench", "compat");
        List<String> chosen = what.equals("all") ? all : List.of(what);
        for (String each : chosen) {
            switch (each) {
                case "hello" -> new Hello(servers, options, report).run();
                case "footprint" -> new Footprint(servers, options, report).run();
                case "cluster" -> new Cluster(servers, options, report).run();
                case "work" -> new Work(servers, options, report).run();
                case "manager" -> new Manage(servers, options, report).run();
                case "gateway" -> {
                    new Proxying(servers, options, report).run();
                    new Faults(servers, options, report).run();
                }
                case "bench" -> new LoadTesters(servers, options, report).run();
                case "compat" -> new Compat(servers, options, report).run();
                default -> throw new BenchmarkException("no benchmark '" + each + "'; there are " + all);
            }
        }
        return report.clean();
    }
}
