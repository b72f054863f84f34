package millrace.gateway.body;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/**
 * The folders for temporary files that one configuration names. Those for whom it is known in time are made before the
 * server gives up the rights of who has started it, and given to the user that it serves as.
 */
public final class TempFolders implements Settings<TempFolders> {
    public static final SettingsKey<TempFolders> KEY = SettingsKey.of(TempFolders::new);

    private final Set<Path> paths = new LinkedHashSet<>();

    private TempFolders() {}

    static TempFolder add(Configuration configuration, TempFolder folder) {
        configuration.main().get(KEY).paths.add(folder.path());
        return folder;
    }

    public static Set<Path> of(Configuration configuration) {
        return configuration.main().get(KEY).paths;
    }

    @Override
    public void inherit(TempFolders outer) {
        // There is one of these, at the outermost level.
    }
}
