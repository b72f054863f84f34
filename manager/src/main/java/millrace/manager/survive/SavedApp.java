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
 */
public record SavedApp(Map<String, Object> attributes, List<SavedInstance> instances) {
    public SavedApp {
        instances = List.copyOf(instances);
    }

    Map<String, Object> fields() {
        Fields fields = new Fields();
        fields.put("attributes", attributes);
        fields.put("instances", instances.stream().map(SavedInstance::fields).toList());
        return fields.map();
    }

    static SavedApp of(Fields fields) throws IOException {
        List<SavedInstance> instances = new ArrayList<>();
        for (Fields instance : fields.objects("instances")) {
            instances.add(SavedInstance.of(instance));
        }
        return new SavedApp(fields.object("attributes").map(), instances);
    }

    SavedApp withoutProcesses() {
        return new SavedApp(
                attributes, instances.stream().map(SavedInstance::withoutProcess).toList());
    }
}
