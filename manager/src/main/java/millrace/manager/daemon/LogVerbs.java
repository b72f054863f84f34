package millrace.manager.daemon;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.InTurns;
import millrace.manager.log.AppLog;

/** Verbs about log files: of the apps that are named, or of all. */
final class LogVerbs {
    private final Apps apps;

    LogVerbs(Apps apps) {
        this.apps = apps;
    }

    void register(Map<String, Verb> verbs) {
        verbs.put("flush", (request, reply) -> each(request, reply, AppLog::flush));
        verbs.put("reloadLogs", (request, reply) -> each(request, reply, AppLog::reopen));
    }

    private void each(Request request, Reply reply, Function<AppLog, CompletionStage<Void>> action) {
        List<AppInstance> instances = Selection.orAll(request, apps);
        List<App> selected = Selection.apps(instances);
        Steps.end(
                InTurns.each(selected, selected.size(), app -> action.apply(app.log())),
                reply,
                () -> Steps.names(instances));
    }
}
