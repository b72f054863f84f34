package millrace.gateway.server;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.port.Listen;

/** Where one virtual server listens. */
public final class ServerSettings implements Settings<ServerSettings> {
    public static final SettingsKey<ServerSettings> KEY = SettingsKey.of(ServerSettings::new);

    private final List<Listen> listens = new ArrayList<>();

    void listen(Listen listen) {
        listens.add(listen);
    }

    /** At least one. */
    List<Listen> listens() {
        return listens;
    }

    @Override
    public void inherit(ServerSettings outer) {
        if (outer != null && listens.isEmpty()) {
            listens.add(Listen.usual());
        }
    }
}
