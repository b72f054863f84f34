package millrace.manager.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;
import millrace.manager.Home;
import millrace.manager.app.Apps;
import millrace.manager.survive.Dump;
import millrace.manager.survive.Recovery;
import millrace.manager.survive.SavedApp;
import millrace.manager.survive.SavedList;
import millrace.manager.survive.Snapshot;

/** {@code save} and {@code resurrect}; the disk is waited for beside the loop. */
final class SaveVerbs {
    private final Apps apps;
    private final Home home;
    private final Dump dump;
    private final Lane lane = IoPool.shared().lane("saved list", LaneOptions.defaults().withMaxRunning(1));

    SaveVerbs(Apps apps, Home home) {
        this.apps = apps;
        this.home = home;
        this.dump = new Dump(home);
    }

    void register(Map<String, Verb> verbs) {
        verbs.put("save", this::save);
        verbs.put("resurrect", this::resurrect);
    }

    /** An empty list is only saved by {@code "force"}: it would be the end of the one that is there. */
    private void save(Request request, Reply reply) {
        List<SavedApp> saved = new Snapshot(apps).take();
        if (saved.isEmpty() && !request.flag("force")) {
            throw new BadRequestException("the list is empty: \"millrace save --force\" saves it all the same");
        }
        CompletionStage<Void> done = lane.submit(() -> {
            try {
                dump.save(SavedList.of(saved));
            } catch (IOException e) {
                throw new IOException("the list is not saved: " + home.dump() + ": " + e.getMessage(), e);
            }
            return null;
        });
        Steps.end(done, reply, () -> Map.of("file", home.dump().toString(), "apps", saved.size()));
    }

    /** Apps whose names are in the list already are left as they are. */
    private void resurrect(Request request, Reply reply) {
        List<String> warnings = new ArrayList<>();
        List<Object> names = new ArrayList<>();
        Recovery recovery = new Recovery(apps, home, line -> {
            DaemonLog.say(line);
            reply.progress(Map.of("what", "resurrect", "detail", line));
        });
        CompletionStage<Void> done = lane.submit(dump::load).thenCompose(loaded -> {
            if (loaded.warning() != null) {
                warnings.add(loaded.warning());
            }
            List<SavedApp> missing = loaded.list().apps().stream()
                    .filter(app -> apps.named(String.valueOf(app.attributes().get("name"))).isEmpty())
                    .toList();
            missing.forEach(app -> names.add(app.attributes().get("name")));
            return CompletableFuture.allOf(missing.stream()
                    .map(app -> recovery.bringBack(app).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new));
        });
        Steps.end(done, reply, () -> {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("apps", names);
            result.put("warnings", warnings);
            return result;
        });
    }
}
