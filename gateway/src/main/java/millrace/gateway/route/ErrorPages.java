package millrace.gateway.route;

import millrace.gateway.exchange.ErrorHandler;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.SpecialPage;
import millrace.gateway.exchange.StateKey;

/** Sends requests that end in an error to their {@code error_page}, and answers with its status. */
final class ErrorPages implements ErrorHandler, HeadFilter {
    private static final StateKey<Shown> SHOWN = StateKey.create();

    /** What a request has come to. */
    private static final class Shown {
        /** What is answered whatever the page's own status is; 0: that. */
        int status;
        boolean once;
    }

    @Override
    public boolean handle(Exchange x, int code) {
        Shown shown = x.state(SHOWN);
        ErrorPageSettings settings = x.settings(ErrorPageSettings.KEY);
        if (shown == null) {
            if (!settings.hasPages()) {
                return false;
            }
            shown = new Shown();
            x.state(SHOWN, shown);
        }
        shown.status = ErrorPage.shown(code);
        if (shown.once || !settings.hasPages() || x.run().isCycle()) {
            return false;
        }
        shown.once = !settings.isRecursive();
        ErrorPage page = settings.page(code);
        if (page == null) {
            return false;
        }
        shown.status = page.statusFor(code);
        if (shown.status > 0) {
            x.reply().status(shown.status);
        }
        send(x, page.target().text(x), shown);
        return true;
    }

    @Override
    public boolean has(Exchange x, int status) {
        Shown shown = x.state(SHOWN);
        return (shown == null || !shown.once) && x.settings(ErrorPageSettings.KEY).page(status) != null;
    }

    private static void send(Exchange x, String target, Shown shown) {
        if (target.startsWith("/") || target.startsWith("@")) {
            if (target.startsWith("/") && !x.isHead()) {
                x.method("GET");
            }
            int answer = Jump.to(x, target);
            if (answer != Phase.DONE) {
                x.finish(answer);
            }
        } else {
            shown.status = switch (shown.status) {
                case 301, 302, 303, 307, 308 -> shown.status;
                default -> 302;
            };
            Redirection.location(x, target);
            SpecialPage.send(x, shown.status);
        }
    }

    /** The first of the filters: what the others do depends on the status. */
    @Override
    public void apply(Exchange x) {
        Shown shown = x.state(SHOWN);
        if (shown != null && shown.status > 0 && x.reply().status() != shown.status) {
            x.reply().status(shown.status);
        }
    }
}
