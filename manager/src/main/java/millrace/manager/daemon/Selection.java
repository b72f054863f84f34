package millrace.manager.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.NoSuchTargetException;
import millrace.manager.app.StartOrder;

/** What a request is about, from its {@code targets}. */
final class Selection {
    private Selection() {}

    /** @throws BadRequestException when a target means nothing, or there is none */
    static List<AppInstance> of(Request request, Apps apps) {
        List<String> words = request.texts("targets");
        if (words.isEmpty()) {
            throw new BadRequestException(request.verb() + " needs \"targets\": ids, names, namespaces or all");
        }
        return of(words, apps);
    }

    /** All if nothing is said. */
    static List<AppInstance> orAll(Request request, Apps apps) {
        List<String> words = request.texts("targets");
        return words.isEmpty() ? apps.instances() : of(words, apps);
    }

    private static List<AppInstance> of(List<String> words, Apps apps) {
        try {
            return apps.select(words);
        } catch (NoSuchTargetException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    /** In the order in which they may be started: those that others need come first. */
    static List<AppInstance> inOrder(List<AppInstance> instances) {
        Map<String, List<String>> needs = new LinkedHashMap<>();
        instances.forEach(instance -> needs.put(instance.name(), instance.app().config().dependsOn()));
        try {
            List<AppInstance> ordered = new ArrayList<>();
            for (List<String> wave : StartOrder.waves(needs)) {
                instances.stream().filter(instance -> wave.contains(instance.name())).forEach(ordered::add);
            }
            return ordered;
        } catch (StartOrder.CycleException e) {
            // They run already, one way or the other: then in the order of their ids.
            return instances;
        }
    }

    /** The apps that these belong to, each once. */
    static List<App> apps(List<AppInstance> instances) {
        return instances.stream().map(AppInstance::app).distinct().toList();
    }
}
