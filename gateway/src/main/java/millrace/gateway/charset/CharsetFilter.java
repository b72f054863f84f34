package millrace.gateway.charset;

import java.util.Locale;
import millrace.gateway.conditional.Validators;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.gateway.log.Level;

/** {@code charset}: says it in the content type, and writes the body so when it is in another one. */
public final class CharsetFilter implements HeadFilter {
    private static final String PARAMETER = "charset=";

    @Override
    public boolean concerns(Scope scope) {
        return !scope.get(CharsetSettings.KEY).isOff();
    }

    @Override
    public void apply(Exchange x) {
        CharsetSettings settings = x.settings(CharsetSettings.KEY);
        HeaderList headers = x.reply().headers();
        int line = headers.indexOf("Content-Type", 0);
        int status = x.reply().status();
        if (status == 301 || status == 302) {
            return; // As nginx: old browsers took it for that of the page they are sent to.
        }
        if (x.parent() != null || line < 0 || headers.valueEnd(line) == headers.valueStart(line)) {
            return;
        }
        String type = headers.value(line);
        String said = said(type);
        String own = x.state(CharsetSettings.OWN);
        if (own == null && (said != null ? !settings.override : !settings.types.has(x.reply()))) {
            return;
        }
        String wanted = own != null ? own : settings.charset.text(x);
        if (wanted.isEmpty() || wanted.equals(CharsetSettings.OFF)) {
            return;
        }
        String source = said != null ? said : settings.source.text(x);
        if (source.isEmpty() || source.equals(CharsetSettings.OFF) || source.equalsIgnoreCase(wanted)) {
            headers.value(line, with(type, wanted));
            return;
        }
        if (headers.has("Content-Encoding")) {
            return; // What is compressed cannot be written anew: it stays in its charset, whichever that is.
        }
        recode(x, settings, line, type, source, wanted);
    }

    private static void recode(Exchange x, CharsetSettings settings, int line, String type, String source, String wanted) {
        Recoding.Table table = settings.table(source, wanted);
        if (table == null) {
            x.log(Level.ERROR, "no \"charset_map\" between the charsets \"" + source + "\" and \"" + wanted + "\"");
            return;
        }
        Reply reply = x.reply();
        reply.headers().value(line, with(type, wanted));
        if (reply.contentLength() == Reply.UNKNOWN || source.equalsIgnoreCase("utf-8") || wanted.equalsIgnoreCase("utf-8")) {
            Validators.clearLength(reply);
        }
        reply.filterLast(new Recoding(table));
    }

    /** The charset that a content type names, or {@code null}. */
    private static String said(String type) {
        int at = type.toLowerCase(Locale.ROOT).indexOf(PARAMETER);
        if (at < 0) {
            return null;
        }
        int end = type.indexOf(';', at);
        return type.substring(at + PARAMETER.length(), end < 0 ? type.length() : end).replace("\"", "").strip();
    }

    private static String with(String type, String charset) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip() + "; charset=" + charset;
    }
}
