package millrace.http.json;

import millrace.http.Request;
import millrace.http.Response;

/** Answers requests whose body is JSON, on the loop of their connection, once the body is whole. */
@FunctionalInterface
public interface JsonHandler {
    /** @throws Exception answered as that of a {@link millrace.http.Handler} */
    void handle(JsonValue body, Request request, Response response) throws Exception;
}
