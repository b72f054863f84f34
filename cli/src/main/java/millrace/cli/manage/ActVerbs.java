package millrace.cli.manage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cli.Failure;
import millrace.manager.config.ConfigException;
import millrace.manager.config.Declared;
import millrace.manager.program.NearestName;

/** Verbs that act on what is in the list: each target by itself, one after the other, as PM2 does. */
final class ActVerbs {
    private ActVerbs() {}

    static int run(Session session, String verb) throws Failure, IOException {
        for (String target : session.line.targets()) {
            if (StartVerb.isFile(target)) {
                StartVerb.known(session, verb, target);
            } else {
                act(session, verb, target);
            }
        }
        ListVerbs.show(session);
        return 0;
    }

    static void act(Session session, String verb, String target) throws Failure, IOException {
        boolean again = verb.equals("restart") || verb.equals("reload");
        if (again && !session.line.has(Option.UPDATE_ENV)) {
            session.console.show(session.console.colours().strong("Use --update-env to update environment variables") + "\n");
        }
        if (!session.isRunning()) {
            throw unknown(target, List.of());
        }
        List<Listed> meant = session.list(List.of(target));
        if (meant.isEmpty()) {
            throw unknown(target, session.list());
        }
        List<Integer> ids = meant.stream().map(Listed::id).toList();
        session.console.say("Applying action " + verb + " on app [" + target + "](ids: " + ids + ")");
        Map<String, Object> fields = session.fields(List.of(target));
        if (again) {
            fields.putAll(changes(session));
        }
        session.act(verb, fields);
    }

    /** What the options say of the apps from now on. */
    static Map<String, Object> changes(Session session) throws Failure {
        if (session.line.has(Option.INSTANCES)) {
            session.console.warn("--instances has no effect on what is in the list already: use scale");
        }
        Map<String, Object> changes = new LinkedHashMap<>();
        try {
            changes.put("options", Declared.options(StartVerb.invocation(session.line)));
        } catch (ConfigException e) {
            throw Failure.of(e.getMessage());
        }
        if (session.line.has(Option.ENV)) {
            changes.put("env_name", session.line.value(Option.ENV));
        }
        return changes;
    }

    static Failure unknown(String target, List<Listed> list) {
        if (target.equals("all")) {
            return Failure.of("No process found");
        }
        List<String> names = list.stream().map(Listed::name).toList();
        return Failure.of("Process or Namespace " + target + " not found"
                + NearestName.among(names, target).map(name -> "; did you mean " + name + "?").orElse(""));
    }

    static int scale(Session session) throws Failure, IOException {
        String name = session.line.target(0, "");
        if (session.list(List.of(name)).isEmpty()) {
            throw Failure.of("Application " + name + " not found");
        }
        Map<String, Object> fields = session.fields(List.of(name));
        fields.put("instances", List.of(session.line.target(1, "")));
        session.act("scale", fields);
        ListVerbs.show(session);
        return 0;
    }

    static int reset(Session session) throws Failure, IOException {
        for (String target : session.line.targets()) {
            if (session.list(List.of(target)).isEmpty()) {
                throw unknown(target, session.list());
            }
            for (Listed done : Listed.all(session.call("reset", session.fields(List.of(target))))) {
                session.console.say("Resetting meta for process id " + done.id());
            }
        }
        ListVerbs.show(session);
        return 0;
    }

    /** Nothing to empty is no error, as in PM2. */
    static int flush(Session session) throws IOException {
        if (session.isRunning()) {
            List<String> targets = session.line.targets();
            List<Listed> meant = targets.isEmpty() ? session.list() : session.list(targets);
            if (!meant.isEmpty()) {
                session.call("flush", session.fields(ids(meant)));
            }
            for (Listed process : meant) {
                session.console.say("Flushed the logs of " + process.name() + "(" + process.id() + ")");
            }
        }
        session.console.say("Logs flushed");
        return 0;
    }

    private static List<String> ids(List<Listed> processes) {
        List<String> ids = new ArrayList<>();
        for (Listed process : processes) {
            ids.add(Integer.toString(process.id()));
        }
        return ids;
    }

    static int reloadLogs(Session session) throws IOException {
        session.call("reloadLogs", Map.of("targets", List.of("all")));
        session.console.show("All logs reloaded\n");
        return 0;
    }

    static int signal(Session session) throws Failure, IOException {
        String signal = session.line.target(0, "");
        for (String target : session.line.targets().subList(1, session.line.targets().size())) {
            if (session.list(List.of(target)).isEmpty()) {
                throw unknown(target, session.list());
            }
            Map<String, Object> fields = session.fields(List.of(target));
            fields.put("signal", signal);
            session.call("signal", fields);
            session.console.show("successfully sent signal " + signal + " to process name " + target + "\n");
        }
        return 0;
    }

    static int send(Session session) throws IOException {
        List<String> words = session.line.targets();
        Map<String, Object> fields = session.fields(List.of(words.getFirst()));
        fields.put("text", String.join(" ", words.subList(1, words.size())));
        session.call("send", fields);
        return 0;
    }

    /** Prints what each process answers. */
    static int trigger(Session session) throws Failure, IOException {
        String target = session.line.target(0, "");
        if (session.list(List.of(target)).isEmpty()) {
            throw unknown(target, session.list());
        }
        Map<String, Object> fields = session.fields(List.of(target));
        fields.put("action", session.line.target(1, ""));
        if (session.line.targets().size() > 2) {
            fields.put("parameter", session.line.target(2, ""));
        }
        Object result = session.call("trigger", fields);
        for (Listed answer : Listed.all(result)) {
            session.console.print("[" + answer.name() + ":" + answer.id() + ":" + answer.namespace() + "]="
                    + ListVerbs.json(answer.fields().get("answer")));
        }
        return 0;
    }
}
