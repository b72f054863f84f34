package millrace.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import millrace.cluster.json.Json;

/**
 * What primary and worker say to each other: one JSON object on a line. Objects whose {@code cmd} begins with
 * {@code NODE_} are the protocol's own, everything else is between the app and its primary.
 *
 * <p>The protocol is that of Node's {@code cluster} and {@code child_process} modules, as Node 20 speaks it. Every one of
 * its messages has a number, {@code seq}; an answer names it in {@code ack}. What we have added to it has the command
 * {@code NODE_MILLRACE}, to which Node itself turns a deaf ear.
 */
sealed interface Message {
    String CLUSTER = "NODE_CLUSTER";
    String MILLRACE = "NODE_MILLRACE";
    String HANDLE = "NODE_HANDLE";
    String HANDLE_ACK = "NODE_HANDLE_ACK";
    String HANDLE_NACK = "NODE_HANDLE_NACK";

    /** Between the app and its primary, as JSON. */
    record User(String json) implements Message {}

    /** Comes with a descriptor of the given type; the message proper is inside. */
    record Handle(String type, Message inner) implements Message {}

    /** A descriptor has arrived. */
    record HandleArrived() implements Message {}

    /** The message of a descriptor has arrived, but the descriptor has not. */
    record HandleLost() implements Message {}

    /** From a worker: it runs. */
    record Online() implements Message {}

    /**
     * From a worker: it wants to listen.
     *
     * @param flags 1 for IPv6 without IPv4, in TCP and UDP; 4 for address reuse, in UDP
     * @param backlog 0 for the default
     * @param readableAll whether everybody may read from the path
     * @param writableAll whether everybody may write to the path
     * @param data whatever the app's workers share through the first of them, such as TLS session ticket keys
     */
    record QueryServer(
            long seq,
            Endpoint endpoint,
            int flags,
            int backlog,
            boolean readableAll,
            boolean writableAll,
            Object data)
            implements Message {}

    /** From a worker: it listens; the port is the real one. */
    record Listening(Endpoint endpoint) implements Message {}

    /** From a worker: it does not listen any more on the port of this key. */
    record Close(String key) implements Message {}

    /** From a worker: it is about to leave of its own will. Wants an answer. */
    record Leaving(long seq) implements Message {}

    /** To a worker: a connection, beside its descriptor. */
    record NewConnection(long seq, String key) implements Message {}

    /** To a worker: take nothing new, finish, and leave. */
    record Disconnect() implements Message {}

    /** What we have added to the protocol. */
    sealed interface Added extends Message {}

    /**
     * To a worker, right before {@link Disconnect}: how it shall leave.
     *
     * @param moves whether connections that are idle shall be given back, for another worker
     * @param idleMillis after which those that are idle and cannot be given back are ended
     */
    record Leave(boolean moves, int idleMillis) implements Added {}

    /** To a worker: tell how many connections there are. */
    record Count() implements Added {}

    /** From a worker that leaves: a connection, beside its descriptor, for another worker. */
    record Move(String key) implements Added {}

    /** From a worker that leaves: it does something at the signal. */
    record AwaitsSignal() implements Added {}

    /** From a worker: how many connections it has. */
    record Connections(int open) implements Added {}

    /** From a worker: how it is. */
    record Report(WorkerReport figures) implements Added {}

    /** To either: the answer to the message of that number, with all its fields. */
    record Answer(long ack, Map<String, Object> fields) implements Message {
        boolean accepted() {
            return Boolean.TRUE.equals(fields.get("accepted"));
        }
    }

    /** Something of the protocol that we do not know. */
    record Unknown(String what) implements Message {}

    /**
     * Reads a line.
     *
     * @throws IOException when it is not JSON
     */
    static Message read(byte[] line, int offset, int length) throws IOException {
        return isInternal(command(line, offset, length))
                ? of(Json.read(line, offset, length))
                : new User(new String(line, offset, length, StandardCharsets.UTF_8));
    }

    private static boolean isInternal(String command) {
        return command != null && command.startsWith("NODE_") && command.length() > "NODE_".length();
    }

    /** The member {@code cmd} of the object, or {@code null}; walks through the whole line and so checks it. */
    private static String command(byte[] line, int offset, int length) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(line, offset, length)) {
            String command = null;
            if (parser.nextToken() == null) {
                throw new IOException("no JSON value");
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isCommand = parser.currentName().equals("cmd");
                    if (isCommand) {
                        command = null;
                    }
                    if (parser.nextToken() == JsonToken.VALUE_STRING && isCommand) {
                        command = parser.getText();
                    }
                    parser.skipChildren();
                }
            }
            Json.end(parser);
            return command;
        }
    }

    @SuppressWarnings("unchecked")
    private static Message of(Object json) {
        if (!(json instanceof Map<?, ?> map) || !(map.get("cmd") instanceof String command) || !isInternal(command)) {
            return new User(new String(Json.line(json), StandardCharsets.UTF_8).strip());
        }
        Map<String, Object> fields = (Map<String, Object>) map;
        return switch (command) {
            case CLUSTER -> cluster(fields);
            case MILLRACE -> added(fields);
            case HANDLE -> new Handle(String.valueOf(fields.get("type")), of(fields.get("msg")));
            case HANDLE_ACK -> new HandleArrived();
            case HANDLE_NACK -> new HandleLost();
            default -> new Unknown(command);
        };
    }

    private static Message cluster(Map<String, Object> fields) {
        if (fields.get("ack") instanceof Number ack) {
            return new Answer(ack.longValue(), fields);
        }
        long seq = fields.get("seq") instanceof Number number ? number.longValue() : -1;
        String act = String.valueOf(fields.get("act"));
        return switch (act) {
            case "online" -> new Online();
            case "queryServer" -> new QueryServer(
                    seq,
                    Endpoint.of(fields),
                    integer(fields, "flags", 0),
                    integer(fields, "backlog", 0),
                    Boolean.TRUE.equals(fields.get("readableAll")),
                    Boolean.TRUE.equals(fields.get("writableAll")),
                    fields.get("data"));
            case "listening" -> new Listening(Endpoint.of(fields));
            case "close" -> new Close(String.valueOf(fields.get("key")));
            case "exitedAfterDisconnect" -> new Leaving(seq);
            case "newconn" -> new NewConnection(seq, String.valueOf(fields.get("key")));
            case "disconnect" -> new Disconnect();
            default -> new Unknown(CLUSTER + " " + act);
        };
    }

    private static Message added(Map<String, Object> fields) {
        String act = String.valueOf(fields.get("act"));
        return switch (act) {
            case "leave" -> new Leave(Boolean.TRUE.equals(fields.get("moves")), integer(fields, "idleMillis", 0));
            case "count" -> new Count();
            case "move" -> new Move(String.valueOf(fields.get("key")));
            case "awaitsSignal" -> new AwaitsSignal();
            case "connections" -> new Connections(integer(fields, "open", 0));
            case "report" -> new Report(WorkerReport.of(fields));
            default -> new Unknown(MILLRACE + " " + act);
        };
    }

    static int integer(Map<String, Object> fields, String name, int otherwise) {
        return fields.get(name) instanceof Number number ? number.intValue() : otherwise;
    }
}
