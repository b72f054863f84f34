package harness;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Heap bytes that a Java server's threads allocate for each request, read from outside through its ThreadMXBean:
 * the server measured is the server that everybody runs, with no instrumentation built in.
 */
final class Allocation {
    private Allocation() {
    }

    /** Empty for a server that is not a JVM. */
    static OptionalDouble of(Server server, Options options, Path here) throws IOException, InterruptedException {
        Optional<ProcessHandle> jvm = ProcFs.tree(server.root()).stream().filter(Allocation::isJvm).findFirst();
        if (jvm.isEmpty()) {
            return OptionalDouble.empty();
        }
        try (JMXConnector connector = JMXConnectorFactory.connect(agent(jvm.get().pid()))) {
            ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(connector.getMBeanServerConnection(),
                    ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            return OptionalDouble.of(whileLoaded(server, options, here, threads));
        } catch (AttachNotSupportedException e) {
            throw new BenchmarkException(server.name() + " cannot be attached to: " + e.getMessage());
        }
    }

    /** Both readings fall within the load: opening and closing its connections is no part of the steady state. */
    private static double whileLoaded(Server server, Options options, Path here, ThreadMXBean threads)
            throws IOException, InterruptedException {
        int window = options.number("seconds", 10);
        Callable<Load.Result> load = () ->
                Load.KEEP_ALIVE.run(server.url(), options.loadCpu(), window + 4, 0, here);
        FutureTask<Load.Result> running = new FutureTask<>(load);
        Thread.ofPlatform().name("load").start(running);
        TimeUnit.SECONDS.sleep(2);
        bytesByThread(threads); // the first reading loads classes of its own
        Map<Long, Long> before = bytesByThread(threads);
        long beforeNanos = System.nanoTime();
        TimeUnit.SECONDS.sleep(window);
        Map<Long, Long> after = bytesByThread(threads);
        double seconds = (System.nanoTime() - beforeNanos) / 1e9;
        Load.Result result;
        try {
            result = running.get();
        } catch (ExecutionException e) {
            throw new BenchmarkException("the load failed: " + e.getCause().getMessage());
        }
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : after.entrySet()) {
            bytes += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        double requests = result.requests() / result.seconds() * seconds;
        Report.progress("allocation " + server.name() + ": " + bytes + " bytes during about "
                + Rounds.text(requests, 0) + " requests");
        return bytes / requests;
    }

    private static Map<Long, Long> bytesByThread(ThreadMXBean threads) {
        Map<Long, Long> bytes = new HashMap<>();
        long[] ids = threads.getAllThreadIds();
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && !readsForUs(infos[i].getThreadName())) {
                bytes.put(ids[i], allocated[i]);
            }
        }
        return bytes;
    }

    private static boolean readsForUs(String threadName) {
        return threadName.startsWith("RMI ") || threadName.startsWith("JMX ") || threadName.equals("Attach Listener");
    }

    private static boolean isJvm(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/exe")).endsWith("java");
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    private static JMXServiceURL agent(long pid) throws IOException, AttachNotSupportedException {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            return new JMXServiceURL(machine.startLocalManagementAgent());
        } finally {
            machine.detach();
        }
    }
}
