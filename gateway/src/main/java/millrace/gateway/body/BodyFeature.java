package millrace.gateway.body;

import java.nio.charset.StandardCharsets;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.http.codec.Output;

/** The directives and variables of request bodies; and the refusal of those that are too large, once their location is known. */
public final class BodyFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("client_max_body_size", ALL)
                .doc("What a request's body may have at most, chunked or not; 0 sets no limit. More is answered with 413.")
                .offset(BodySettings.KEY, BodySettings::most);
        registry.directive("client_body_buffer_size", ALL)
                .doc("A body that is larger is written to a temporary file.")
                .size(BodySettings.KEY, BodySettings::buffer);
        registry.directive("client_body_in_file_only", ALL)
                .doc("Whether every body is written to a file that others can read: `on` leaves it there, `clean` deletes it "
                        + "after the request.")
                .word(BodySettings.KEY, BodySettings.InFile.class, BodySettings::inFile);
        registry.directive("client_body_in_single_buffer", ALL)
                .doc("A body in memory is in one piece in any case.")
                .flag(BodySettings.KEY, (settings, on) -> {});
        registry.directive("client_body_temp_path", ALL)
                .doc("The folder of temporary files, and how they are spread over folders in it that are named after the last "
                        + "digits of their numbers.")
                .shown("path [level1 [level2 [level3]]]")
                .args(1, 4)
                .set((scope, statement) -> scope.get(BodySettings.KEY).folder(TempFolder.of(scope, statement)));
        registry.phase(Phase.FIND_LOCATION, BodyFeature::checkSize);
        registry.variable("request_body", BodyFeature::body);
        registry.variable("request_body_file", BodyFeature::file);
    }

    private static boolean body(Exchange x, Output to) {
        RequestBody body = RequestBody.of(x);
        return body != null && body.writeTo(to);
    }

    private static boolean file(Exchange x, Output to) {
        RequestBody body = RequestBody.of(x);
        if (body == null || body.file() == null) {
            return false;
        }
        to.put(body.file().toString().getBytes(StandardCharsets.UTF_8));
        return true;
    }

    /**
     * A length that is announced is refused before anything of it is read, and before its location does anything; nothing
     * is refused twice.
     */
    private static int checkSize(Exchange x) {
        return RequestBody.isRefused(x) ? 413 : Phase.NEXT;
    }
}
