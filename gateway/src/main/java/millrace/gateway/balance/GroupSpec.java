package millrace.gateway.balance;

import java.util.ArrayList;
import java.util.List;

/** What a configuration says of a group; filled in while it is read. */
final class GroupSpec {
    /** A {@code server} line, and the addresses known for it. */
    record Server(ServerOptions options, List<Endpoint> endpoints) {
        Server with(List<Endpoint> known) {
            return new Server(options, known);
        }
    }

    String name;
    final List<Server> servers = new ArrayList<>();
    Method method = RoundRobin.METHOD;
    /** How many requests may wait for a peer; 0 for none. */
    int queue;

    RetryBudget budget;
    /** Whether peers begin as healthy only if a check has said so: {@code mandatory}. */
    boolean mandatory;

    GroupSpec(String name) {
        this.name = name;
    }

    /** How many lines have no address yet. */
    int unanswered() {
        return (int) servers.stream().filter(s -> s.endpoints().isEmpty()).count();
    }

    GroupSpec add(ServerOptions options, Endpoint... endpoints) {
        servers.add(new Server(options, List.of(endpoints)));
        return this;
    }
}
