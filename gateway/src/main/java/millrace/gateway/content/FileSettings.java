package millrace.gateway.content;

import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.variable.Template;

/** Where files are and how they are looked for. */
final class FileSettings implements Settings<FileSettings> {
    static final SettingsKey<FileSettings> KEY = SettingsKey.of(FileSettings::new);

    DocumentRoot root;
    List<Template> index;
    Boolean etag;
    OpenFileCache.Options cache;
    Long cacheValid;
    Integer cacheUses;
    Boolean cacheErrors;
    private Integer cacheEntries;
    private long cacheInactive;
    LinkPolicy links;
    /** What of a name may lead through links; {@code null}: nothing. */
    Template linksFrom;

    void cacheSize(int most, long inactiveMillis) {
        cacheEntries = most;
        cacheInactive = inactiveMillis;
    }

    @Override
    public void inherit(FileSettings outer) {
        throw new IllegalStateException("the default root depends on the scope");
    }

    @Override
    public void inherit(FileSettings outer, Scope scope) throws ConfigException {
        FileSettings o = outer == null ? new FileSettings() : outer;
        root = root != null ? root : o.root != null ? o.root : DocumentRoot.root("html", scope, null);
        index = index != null ? index : o.index != null ? o.index : List.of(Template.constant("index.html"));
        etag = Inherit.of(etag, o.etag, true);
        cacheValid = Inherit.of(cacheValid, o.cacheValid, 60_000L);
        cacheUses = Inherit.of(cacheUses, o.cacheUses, 1);
        cacheErrors = Inherit.of(cacheErrors, o.cacheErrors, false);
        if (cacheEntries == null) {
            cacheEntries = Inherit.of(o.cacheEntries, null, 0);
            cacheInactive = o.cacheInactive;
        }
        cache = new OpenFileCache.Options(cacheEntries, cacheInactive, cacheValid, cacheUses, cacheErrors);
        linksFrom = links == null ? o.linksFrom : linksFrom;
        links = Inherit.of(links, o.links, LinkPolicy.ANY);
    }
}
