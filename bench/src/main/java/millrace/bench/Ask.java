package millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import millrace.bench.client.RequestBytes;
import millrace.bench.client.Target;

/**
 * One of the requests of a run.
 *
 * @param path with its query
 * @param body or {@code null}
 */
public record Ask(String method, String path, List<RequestBytes.Field> fields, byte[] body) {
    /** @param more fields that all requests of the run have */
    RequestBytes bytes(Target target, List<RequestBytes.Field> more, boolean withIds) {
        List<RequestBytes.Field> all = new ArrayList<>(fields);
        all.addAll(more);
        if (target.credentials() != null) {
            all.add(basic(target.credentials()));
        }
        return RequestBytes.of(method, target.host(), path, all, body, withIds);
    }

    /** Source: RFC 7617, section 2. */
    private static RequestBytes.Field basic(String credentials) {
        return new RequestBytes.Field(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
    }
}
