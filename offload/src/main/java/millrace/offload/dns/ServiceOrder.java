package millrace.offload.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order in which a client tries the places of a service: by priority, and among equals drawn by weight. Pure logic.
 * Source: RFC 2782, "Weight".
 */
final class ServiceOrder {
    private ServiceOrder() {}

    static List<Service> shuffle(List<Service> services, RandomGenerator random) {
        List<Service> waiting = new ArrayList<>(services);
        // Weight 0 first: those are drawn only when the number drawn is 0.
        waiting.sort(Comparator.comparingInt(Service::priority).thenComparingInt(s -> s.weight() == 0 ? 0 : 1));
        List<Service> ordered = new ArrayList<>(services.size());
        while (!waiting.isEmpty()) {
            int priority = waiting.getFirst().priority();
            int sum = 0;
            int equals = 0;
            while (equals < waiting.size() && waiting.get(equals).priority() == priority) {
                sum += waiting.get(equals++).weight();
            }
            ordered.add(waiting.remove(draw(waiting, random.nextInt(sum + 1))));
        }
        return ordered;
    }

    /** The first whose running sum of weights reaches the number. */
    private static int draw(List<Service> waiting, int drawn) {
        int index = 0;
        int running = waiting.getFirst().weight();
        while (running < drawn) {
            running += waiting.get(++index).weight();
        }
        return index;
    }
}
