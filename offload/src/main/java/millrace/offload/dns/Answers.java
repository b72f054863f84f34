package millrace.offload.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** From what a question has brought to what its asker sees. Pure logic. */
final class Answers {
    private Answers() {}

    static Answer<InetAddress> addresses(Outcome.Found found) {
        return answer(found, data -> ((RecordData.Address) data).address());
    }

    static Answer<String> names(Outcome.Found found) {
        return answer(found, data -> ((RecordData.Pointer) data).target().toString());
    }

    /** The root as target says that there is no such service: such places are left out, and may leave nothing. */
    static Answer<Service> services(Outcome.Found found, RandomGenerator random) {
        List<Service> services = new ArrayList<>();
        for (RecordData data : found.data()) {
            RecordData.Service place = (RecordData.Service) data;
            if (!place.target().isRoot()) {
                services.add(new Service(place.priority(), place.weight(), place.port(), place.target().toString()));
            }
        }
        return new Answer<>(found.name().toString(), ServiceOrder.shuffle(services, random), ttl(found));
    }

    private static <T> Answer<T> answer(Outcome.Found found, Function<RecordData, T> value) {
        return new Answer<>(found.name().toString(), found.data().stream().map(value).toList(), ttl(found));
    }

    private static Duration ttl(Outcome.Found found) {
        return Duration.ofNanos(found.ttlNanos());
    }
}
