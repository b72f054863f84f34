package millrace.offload.dns;

import java.time.Duration;
import java.util.List;

/**
 * What a look-up has found.
 *
 * @param name the name under which it stands, after all aliases; escaped where it is not printable
 * @param values at least one; of a service none when it says of itself that it is not offered (RFC 2782, target
 *     {@code "."})
 * @param ttl for how long it counts from now on; ask again after that. {@link Dns#FOREVER} for what no server was asked
 */
public record Answer<T>(String name, List<T> values, Duration ttl) {
    public Answer {
        values = List.copyOf(values);
    }
}
