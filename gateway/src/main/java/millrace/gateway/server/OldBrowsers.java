package millrace.gateway.server;

import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;

/** Browsers whose connections are not kept, because they misbehave then: {@code keepalive_disable}. */
final class OldBrowsers implements Settings<OldBrowsers> {
    static final SettingsKey<OldBrowsers> KEY = SettingsKey.of(OldBrowsers::new);
    static final List<String> NAMES = List.of("none", "msie6", "safari");

    private List<String> names;
    private boolean msie;
    private boolean safari;

    void names(List<String> all) {
        names = all;
    }

    @Override
    public void inherit(OldBrowsers outer) {
        names = Inherit.of(names, outer == null ? null : outer.names, List.of("msie6"));
        msie = names.contains("msie6");
        safari = names.contains("safari");
    }

    /** Runs once the location is known. Only a POST or a location that minds Safari costs a look at the fields. */
    static PhaseHandler handler() {
        return x -> {
            OldBrowsers unwanted = x.settings(KEY);
            boolean look = unwanted.safari || unwanted.msie && "POST".equals(x.method());
            if (look && unwanted.has(x)) {
                x.client().lastRequest(x);
            }
            return Phase.NEXT;
        };
    }

    private boolean has(Exchange x) {
        String agent = x.head().fields().get("User-Agent");
        if (agent == null || agent.contains("Opera")) {
            return false;
        }
        int version = agent.indexOf("MSIE ") + "MSIE ".length();
        if (version >= "MSIE ".length()) {
            return msie && "POST".equals(x.method()) && isUpTo6(agent, version);
        }
        return safari && agent.contains("Safari/") && agent.contains("Mac OS X") && !agent.contains("Chrome/");
    }

    /** The sixth was mended by the second service pack of Windows XP, which it tells as SV1. */
    private static boolean isUpTo6(String agent, int version) {
        if (!agent.startsWith(".", version + 1)) {
            return false;
        }
        char major = agent.charAt(version);
        return major == '4' || major == '5' || major == '6' && !agent.contains("SV1");
    }
}
