package millrace.gateway.route;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** Who answers instead of the usual pages; a level with pages of its own has none of the outer ones. */
final class ErrorPageSettings implements Settings<ErrorPageSettings> {
    static final SettingsKey<ErrorPageSettings> KEY = SettingsKey.of(ErrorPageSettings::new);

    private List<ErrorPage> pages = new ArrayList<>();
    private Boolean recursive;

    void add(ErrorPage page) {
        pages.add(page);
    }

    void recursive(boolean on) {
        recursive = on;
    }

    @Override
    public void inherit(ErrorPageSettings outer) {
        pages = Inherit.list(pages, outer == null ? null : outer.pages);
        recursive = Inherit.of(recursive, outer == null ? null : outer.recursive, false);
    }

    boolean hasPages() {
        return !pages.isEmpty();
    }

    /** Whether an error page may have an error page. */
    boolean isRecursive() {
        return recursive;
    }

    /** The page for a code, or null. */
    ErrorPage page(int code) {
        for (ErrorPage page : pages) {
            if (page.codes().contains(code)) {
                return page;
            }
        }
        return null;
    }
}
