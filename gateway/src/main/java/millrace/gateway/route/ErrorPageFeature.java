package millrace.gateway.route;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;

/** {@code error_page}. Its filter must be the first one. */
public final class ErrorPageFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.directive("error_page", Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION)
                .since("0.1.0")
                .doc("What is answered instead of the usual page for some codes: a path, a named location, or a URL that the "
                        + "client is sent to. `=status` answers with another status, `=` with that of the target.")
                .shown("code ... [=[status]] target")
                .argsFrom(2)
                .repeated()
                .set((scope, s) -> scope.get(ErrorPageSettings.KEY).add(ErrorPage.of(scope, s)));
        registry.directive("recursive_error_pages", Context.HTTP, Context.SERVER, Context.LOCATION)
                .since("0.1.0")
                .doc("Whether an error page that fails gets an error page.")
                .flag(ErrorPageSettings.KEY, ErrorPageSettings::recursive);
        ErrorPages pages = new ErrorPages();
        registry.errorHandler(pages);
        registry.headFilter(pages);
    }
}
