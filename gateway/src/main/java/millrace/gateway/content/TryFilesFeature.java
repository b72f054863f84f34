package millrace.gateway.content;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Phase;

/** {@code try_files}. */
public final class TryFilesFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.directive("try_files", Context.SERVER, Context.LOCATION)
                .since("0.7.27")
                .doc("Serves the first of some files that is there; a slash at the end means a folder. The last word is where "
                        + "to go if none is: a path, a named location, or `=status`.")
                .shown("file ... path | file ... =status")
                .argsFrom(2)
                .set((scope, s) -> scope.get(TryFilesSettings.KEY).read(scope, s));
        registry.phase(Phase.PRECONTENT, new TryFiles());
    }
}
