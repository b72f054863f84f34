package millrace.manager.daemon;

import java.util.LinkedHashMap;
import java.util.Map;

/** The answers to one request. For the loop's thread; what is said to a client that has gone goes nowhere. */
final class Reply {
    private final Session session;
    private final long id;
    private boolean over;

    Reply(Session session, long id) {
        this.session = session;
        this.id = id;
    }

    /** A step has been done. */
    void progress(Map<String, Object> step) {
        if (!over) {
            session.send(line("progress", step));
        }
    }

    /** All is done. Only the first end of a request counts. */
    void ok(Object result) {
        if (!over) {
            over = true;
            Map<String, Object> answer = line("ok", true);
            answer.put("result", result);
            session.send(answer);
        }
    }

    void fail(String sentence) {
        fail(sentence, 1);
    }

    /** @param exit what a command that asked for it exits with */
    void fail(String sentence, int exit) {
        if (!over) {
            over = true;
            Map<String, Object> answer = line("ok", false);
            answer.put("error", sentence);
            answer.put("exit", exit);
            session.send(answer);
        }
    }

    /** Something that a subscriber wants to hear. */
    boolean event(Map<String, Object> event) {
        if (over) {
            return false;
        }
        Map<String, Object> line = LinkedHashMap.newLinkedHashMap(event.size() + 1);
        line.put("id", id);
        line.putAll(event);
        return session.send(line);
    }

    Session session() {
        return session;
    }

    private Map<String, Object> line(String name, Object value) {
        Map<String, Object> line = LinkedHashMap.newLinkedHashMap(4);
        line.put("id", id);
        line.put(name, value);
        return line;
    }
}
