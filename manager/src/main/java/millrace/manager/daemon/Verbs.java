package millrace.manager.daemon;

import java.util.LinkedHashMap;
import java.util.Map;
import millrace.manager.Home;
import millrace.manager.app.Apps;

/** What clients may ask for, by name. For the loop's thread. */
final class Verbs {
    private final Map<String, Verb> verbs = new LinkedHashMap<>();

    Verbs(Apps apps, Home home, Subscriptions subscriptions, Verb kill, Verb leave) {
        LifeVerbs life = new LifeVerbs(apps, home);
        ReloadVerb reload = new ReloadVerb(apps, life);
        new LookVerbs(apps).register(verbs);
        verbs.put("start", new StartVerb(apps, home, life, reload));
        life.register(verbs);
        verbs.put("reload", reload);
        new TalkVerbs(apps).register(verbs);
        new LogVerbs(apps).register(verbs);
        verbs.put("subscribe", subscriptions);
        new SaveVerbs(apps, home).register(verbs);
        verbs.put("kill", kill);
        verbs.put("leave", leave);
    }

    void handle(Request request, Reply reply) {
        Verb verb = verbs.get(request.verb());
        if (verb == null) {
            throw new BadRequestException("there is no verb \"" + request.verb() + "\"; there are "
                    + String.join(", ", verbs.keySet()) + ". Is the daemon older than the command? millrace update");
        }
        verb.run(request, reply);
    }
}
