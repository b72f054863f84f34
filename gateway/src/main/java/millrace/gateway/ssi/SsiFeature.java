package millrace.gateway.ssi;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.TypeSet;

/** Server-side includes: nginx's ssi module. Its filter has its place in {@code LastFeature}. */
public final class SsiFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] ALL_AND_IF = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("ssi", ALL_AND_IF)
                .since("0.1.0")
                .doc("Whether commands such as `<!--#include virtual=\"/part\" -->` in bodies are carried out.")
                .flag(SsiSettings.KEY, (s, on) -> s.on = on);
        registry.directive("ssi_silent_errors", ALL)
                .since("0.1.0")
                .doc("Whether nothing stands in place of a command that failed.")
                .flag(SsiSettings.KEY, (s, on) -> s.silent = on);
        registry.directive("ssi_last_modified", ALL)
                .since("1.5.1")
                .doc("Whether the time of the page is told although its parts have others.")
                .flag(SsiSettings.KEY, (s, on) -> s.keepsTime = on);
        registry.directive("ssi_value_length", ALL)
                .since("0.1.0")
                .doc("How long a value in a command may be.")
                .size(SsiSettings.KEY, (s, size) -> s.valueLength = size);
        registry.directive("subrequest_output_buffer_size", ALL)
                .since("1.13.10")
                .doc("How long a part may be that a command keeps in a variable; with a longer one the request ends.")
                .size(SsiSettings.KEY, (s, size) -> s.partBytes = size);
        registry.directive("ssi_types", ALL)
                .since("0.1.0")
                .doc("The content types whose bodies are looked at, besides `text/html`; `*` for all.")
                .shown("type ...")
                .argsFrom(1)
                .set((scope, s) -> scope.get(SsiSettings.KEY).types = TypeSet.withHtml(s.args()));
        registry.directive("ssi_min_file_chunk", ALL)
                .since("0.1.0")
                .doc("Nothing: parts that are long enough go through the kernel anyway.")
                .size(SsiSettings.KEY, (s, size) -> { });
        registry.directive("ssi_ignore_recycled_buffers", ALL)
                .since("0.1.0")
                .doc("Nothing: there are none.")
                .flag(SsiSettings.KEY, (s, on) -> { });
        registry.variable("date_local", (x, to) -> SsiState.of(x).date(to, false));
        registry.variable("date_gmt", (x, to) -> SsiState.of(x).date(to, true));
    }
}
