package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server that is named in a file {@code nginx.pid} holds of memory.
 *
 * @param mib resident, of the whole process tree
 * @param heapMib used of the Java heap, garbage included; NaN where there is none
 */
record Holding(double mib, double heapMib) {
    private static final int LIMIT_SECONDS = 30;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    static Holding of(Server server) throws IOException, InterruptedException {
        double mib = ProcFs.rssKib(server.root()) / 1024;
        return new Holding(mib, isJava(server) ? heapMib(jcmd(server, "GC.heap_info")) : Double.NaN);
    }

    /** What lives on the heap, without garbage; NaN where there is no heap. */
    static double liveMib(Server server) throws IOException, InterruptedException {
        if (!isJava(server)) {
            return Double.NaN;
        }
        jcmd(server, "GC.run");
        return heapMib(jcmd(server, "GC.heap_info"));
    }

    private static String pid(Server server) throws IOException {
        return Files.readString(server.log().resolveSibling("nginx.pid")).strip();
    }

    private static boolean isJava(Server server) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid(server) + "/exe")).endsWith("java");
    }

    private static String jcmd(Server server, String what) throws IOException, InterruptedException {
        Command jcmd = Command.run(Machine.allCpus(), LIMIT_SECONDS, List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid(server), what));
        if (jcmd.exitCode() != 0) {
            throw new BenchmarkException("jcmd: " + jcmd.output());
        }
        return jcmd.output();
    }

    /** The sum over the generations; what follows them is no heap. */
    private static double heapMib(String info) {
        int end = info.indexOf("Metaspace");
        Matcher used = USED.matcher(end < 0 ? info : info.substring(0, end));
        double kib = 0;
        while (used.find()) {
            kib += Double.parseDouble(used.group(1));
        }
        return kib / 1024;
    }
}
