package millrace.gateway.mirror;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** {@code mirror} and {@code mirror_request_body}. */
final class MirrorSettings implements Settings<MirrorSettings> {
    static final SettingsKey<MirrorSettings> KEY = SettingsKey.of(MirrorSettings::new);

    /** Where to; {@code null}: not said. */
    List<String> paths;

    Boolean withBody;

    void add(String path) {
        if (paths == null) {
            paths = new ArrayList<>();
        }
        paths.add(path);
    }

    @Override
    public void inherit(MirrorSettings outer) {
        MirrorSettings o = outer == null ? new MirrorSettings() : outer;
        paths = Inherit.of(paths, o.paths, List.of());
        withBody = Inherit.of(withBody, o.withBody, true);
    }
}
