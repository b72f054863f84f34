package harness;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts processes and sees to it that each of them, and nothing else, ends with the run: on Ctrl-C as well. */
final class Processes {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static volatile boolean ending;

    private Processes() {
    }

    static void stopAllAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ending = true;
            RUNNING.forEach(Processes::stop);
        }, "stop-all"));
    }

    /** Starts {@code command} on the cores {@code cpus} (a taskset list), its output going to {@code log}. */
    static Process start(List<String> command, String cpus, Map<String, String> environment, File log)
            throws IOException {
        if (ending) {
            throw new BenchmarkException("interrupted");
        }
        List<String> pinned = Stream.concat(Stream.of("taskset", "-c", cpus), command.stream()).toList();
        ProcessBuilder builder = new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        RUNNING.add(process);
        return process;
    }

    /** The process has ended; what it has started may go on: the daemon of a manager does. */
    static void forget(Process process) {
        if (process.isAlive()) {
            stop(process);
        }
        RUNNING.remove(process);
    }

    /** Asks the process to end, and kills what is left of it and of its descendants after three seconds. */
    static void stop(Process process) {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        process.destroy();
        try {
            process.waitFor(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then nobody waits: all of it is killed now
        }
        process.descendants().forEach(family::add);
        family.forEach(ProcessHandle::destroyForcibly); // a handle knows its start time: never another's pid
        process.destroyForcibly();
        RUNNING.remove(process);
    }

    /** Moves every thread of this process, and so all that it starts later, to the cores {@code cpus}. */
    static void pinSelf(String cpus) throws IOException, InterruptedException {
        String self = String.valueOf(ProcessHandle.current().pid());
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", cpus, self)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (taskset.waitFor() != 0) {
            throw new BenchmarkException("cannot use cores " + cpus + "; choose with --server-cpu and --load-cpu");
        }
    }
}
