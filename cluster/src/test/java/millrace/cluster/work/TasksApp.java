package millrace.cluster.work;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker in Java: what it may do with a task. */
final class TasksApp {
    /** A list that throws something unexpected when it is looked at. */
    static final List<Object> UNREADABLE = new AbstractList<>() {
        @Override
        public Object get(int index) {
            throw new UnsupportedOperationException("nobody reads this");
        }

        @Override
        public int size() {
            return 1;
        }
    };

    private TasksApp() {}

    /** How many threads. */
    public static void main(String[] arguments) throws InterruptedException {
        int threads = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        CountDownLatch all = new CountDownLatch(threads);
        TaskWorker.serve(threads, payload -> switch (payload) {
            case Map<?, ?> task when task.get("do") instanceof String what -> act(what, task, all);
            case null -> null;
            default -> payload;
        });
    }

    private static Object act(String what, Map<?, ?> task, CountDownLatch all) throws Exception {
        return switch (what) {
            case "pid" -> ProcessHandle.current().pid();
            case "throw" -> throw new IllegalStateException((String) task.get("text"));
            case "overflow" -> act(what, task, all);
            case "memory" -> throw new OutOfMemoryError("no more");
            case "not JSON" -> new Object();
            case "unreadable" -> UNREADABLE;
            case "long" -> new byte[16 << 20];
            case "obey" -> {
                System.out.println("waiting");
                new CountDownLatch(1).await();
                yield null;
            }
            case "together" -> {
                all.countDown();
                all.await();
                yield "done";
            }
            case "together, 10 MB" -> {
                all.countDown();
                all.await();
                yield new byte[10_000_000];
            }
            default -> task;
        };
    }
}
