package millrace.gateway.listing;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Phase;

/** What a folder without an index is answered with: nginx's modules autoindex and random_index. */
public final class ListingFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("autoindex", ALL)
                .since("0.1.0")
                .doc("Whether a folder without an index is answered with a list of what is in it.")
                .flag(ListingSettings.KEY, (s, on) -> s.on = on);
        registry.directive("autoindex_exact_size", ALL)
                .since("0.1.0")
                .doc("Whether sizes are in bytes, or rounded to `K`, `M` and `G`; of the format `html`.")
                .flag(ListingSettings.KEY, (s, on) -> s.exactSize = on);
        registry.directive("autoindex_localtime", ALL)
                .since("0.1.0")
                .doc("Whether times are those of the server's zone; of the format `html`.")
                .flag(ListingSettings.KEY, (s, on) -> s.localTime = on);
        registry.directive("autoindex_format", ALL)
                .since("1.7.9")
                .doc("What the list looks like.")
                .word(ListingSettings.KEY, ListingSettings.Format.class, (s, format) -> s.format = format);
        registry.directive("random_index", ALL)
                .since("0.7.15")
                .doc("Whether a path with a slash at its end stands for any file of the folder, by chance.")
                .flag(ListingSettings.KEY, (s, on) -> s.random = on);
        registry.phase(Phase.CONTENT, new FolderHandler(s -> s.random, RandomFile::answer));
        registry.phase(Phase.CONTENT, new FolderHandler(s -> s.on, ListingPage::answer));
    }
}
