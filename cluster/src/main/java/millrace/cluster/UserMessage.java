package millrace.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import millrace.cluster.json.Json;

/** A message between an app and its primary, as it goes over the channel. */
final class UserMessage {
    private UserMessage() {}

    /**
     * The message on one line, whatever white space it has.
     *
     * @throws IllegalArgumentException when it is not JSON, or has the form of the protocol's own messages
     */
    static byte[] line(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        try {
            if (!(Message.read(bytes, 0, bytes.length) instanceof Message.User)) {
                throw new IllegalArgumentException("messages whose cmd begins with NODE_ are the protocol's own");
            }
            return Json.line(Json.read(bytes, 0, bytes.length));
        } catch (IOException e) {
            throw new IllegalArgumentException("a message is JSON: " + e.getMessage(), e);
        }
    }
}
