package millrace.cluster.work;

import java.util.Map;

/** A program with a pool of Java workers, its own classes, so that a test can kill it. Writes the pid of each. */
final class ParentApp {
    private ParentApp() {}

    public static void main(String[] arguments) throws Exception {
        ProcessOptions options = arguments.length == 0
                ? ProcessOptions.java(TasksApp.class, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                : ProcessOptions.of(arguments);
        WorkerProcesses pool = WorkerProcesses.start(options.withSize(1));
        System.out.println(pool.submit(Map.of("do", "pid")).get());
        // At work when the parent dies, and unable to hear of it.
        pool.submit(Map.of("do", arguments.length == 0 ? "obey" : "spin")).join();
    }
}
