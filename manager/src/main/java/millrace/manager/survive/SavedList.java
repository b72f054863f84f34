package millrace.manager.survive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import millrace.cluster.json.Json;

/**
 * All apps of a daemon, written down: what {@code save} keeps ({@link Dump}), and what a daemon notes for its successor
 * ({@link RunningList}). Holds the apps' whole environment, so its files are their owner's only.
 *
 * @param boot tells one run of the machine from another: numbers of processes mean nothing in the next
 */
public record SavedList(String boot, List<SavedApp> apps) {
    private static final int VERSION = 1;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    public SavedList {
        apps = List.copyOf(apps);
    }

    /** The list as it is in this run of the machine. */
    public static SavedList of(List<SavedApp> apps) throws IOException {
        return new SavedList(presentBoot(), apps);
    }

    public boolean isOfThisBoot() throws IOException {
        return presentBoot().equals(boot);
    }

    private static String presentBoot() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }

    /** The same without what ran: for a list that is to be started from some day. */
    public SavedList withoutProcesses() {
        return new SavedList(boot, apps.stream().map(SavedApp::withoutProcesses).toList());
    }

    byte[] bytes() {
        return Json.line(Map.of("version", VERSION, "boot", boot, "apps",
                apps.stream().map(SavedApp::fields).toList()));
    }

    /** @throws IOException when it is cut off, or no such list at all */
    static SavedList read(byte[] bytes) throws IOException {
        Fields fields = Fields.of(Json.read(bytes, 0, bytes.length), "the list");
        if (fields.number("version") != VERSION) {
            throw new IOException("it is of version " + fields.number("version") + ", this program reads " + VERSION);
        }
        List<SavedApp> apps = new ArrayList<>();
        for (Fields app : fields.objects("apps")) {
            apps.add(SavedApp.of(app));
        }
        return new SavedList(fields.text("boot"), apps);
    }
}
