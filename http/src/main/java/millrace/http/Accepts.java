package millrace.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A handler behind what it accepts: a request that is more, or something else, is answered before the handler runs, and
 * before its body is read.
 *
 * <pre>{@code
 * Accepts.builder()
 *         .methods("GET", "POST")
 *         .bodyBytes(64 << 10)
 *         .parameter("page", 1, 1000)
 *         .handler((request, response) -> …)
 * }</pre>
 *
 * <p>Answers with what was expected: 405 (and Allow), 414 for the query, 400 for a parameter, 415 (and Accept) and 413
 * for the body. A body whose length is not known beforehand breaks off with 413 where it becomes too long. What is not
 * declared is not looked at, and costs nothing.
 */
public final class Accepts implements Handler {
    private final Handler handler;
    private final List<String> methods;
    private final List<String> types;
    private final long bodyBytes;
    private final int queryBytes;
    private final Map<String, AcceptsBuilder.Check> parameters;
    private final boolean onlyTheseParameters;

    Accepts(AcceptsBuilder declared, Handler handler) {
        this.handler = handler;
        this.methods = declared.methods;
        this.types = declared.types;
        this.bodyBytes = declared.bodyBytes;
        this.queryBytes = declared.queryBytes;
        this.parameters = new LinkedHashMap<>(declared.parameters);
        this.onlyTheseParameters = declared.onlyTheseParameters;
    }

    public static AcceptsBuilder builder() {
        return new AcceptsBuilder();
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        checkMethod(request);
        checkQuery(request);
        if (request.contentLength() != 0) {
            checkType(request);
            checkLength(request);
        }
        handler.handle(request, response);
    }

    private void checkMethod(Request request) throws HttpException {
        if (methods != null && !methods.contains(request.method())) {
            String allowed = String.join(", ", methods);
            throw new HttpException(405, "the method must be one of " + allowed, "Allow", allowed);
        }
    }

    private void checkQuery(Request request) throws HttpException {
        if (request.head.queryLength() > queryBytes) {
            throw new HttpException(414, "the query must have at most " + queryBytes + " bytes");
        }
        if (parameters.isEmpty() && !onlyTheseParameters) {
            return;
        }
        Parameters given = request.parameters();
        for (AcceptsBuilder.Check check : parameters.values()) {
            check.check(given);
        }
        if (onlyTheseParameters) {
            for (String name : given.names()) {
                if (!parameters.containsKey(name)) {
                    throw new HttpException(400, "the only parameters are " + parameters.keySet());
                }
            }
        }
    }

    private void checkType(Request request) throws HttpException {
        if (types == null) {
            return;
        }
        String type = request.header("Content-Type");
        String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (String accepted : types) {
            boolean any = accepted.endsWith("/*");
            if (any ? media.startsWith(accepted.substring(0, accepted.length() - 1)) : media.equals(accepted)) {
                return;
            }
        }
        String accepted = String.join(", ", types);
        throw new HttpException(415, "the body must be one of " + accepted, "Accept", accepted);
    }

    private void checkLength(Request request) throws HttpException {
        if (request.contentLength() > bodyBytes) {
            throw BodyIntake.tooLong(bodyBytes);
        }
        request.intake.atMost(bodyBytes);
    }
}
