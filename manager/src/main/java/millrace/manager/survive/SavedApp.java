package millrace.manager.survive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One app as it was.
 *
 * @param attributes complete: an {@code AppConfig} is made of them again
 * @param instances in order
 * @param leaving processes that count no more, or not yet, and are to be ended
 */
public record SavedApp(
        Map<String, Object> attributes, List<SavedInstance> instances, List<SavedProcess> leaving) {
    public SavedApp {
        instances = List.copyOf(instances);
        leaving = List.copyOf(leaving);
    }

    Map<String, Object> fields() {
        Fields fields = new Fields();
        fields.put("attributes", attributes);
        fields.put("instances", instances.stream().map(SavedInstance::fields).toList());
        fields.put("leaving", leaving.stream().map(SavedProcess::fields).toList());
        return fields.map();
    }

    static SavedApp of(Fields fields) throws IOException {
        List<SavedInstance> instances = new ArrayList<>();
        for (Fields instance : fields.objects("instances")) {
            instances.add(SavedInstance.of(instance));
        }
        List<SavedProcess> leaving = new ArrayList<>();
        for (Fields process : fields.objects("leaving")) {
            leaving.add(SavedProcess.of(process));
        }
        return new SavedApp(fields.object("attributes").map(), instances, leaving);
    }

    SavedApp withoutProcesses() {
        return new SavedApp(
                attributes, instances.stream().map(SavedInstance::withoutProcess).toList(), List.of());
    }
}
