package millrace.gateway.rewrite;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.content.TypeSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.Reply;
import millrace.gateway.route.Redirection;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/** {@code return code [text]}, {@code return code URL} and {@code return URL}. */
final class ReturnStep implements Step {
    private static final byte[] CONTENT_TYPE = Output.ascii("Content-Type");

    private final int status;
    /** Null without a second word. */
    private final Template text;
    /** The text, when it is the same for all: nobody writes to it. */
    private final Output constant;

    private ReturnStep(int status, Template text) {
        this.status = status;
        this.text = text;
        constant = text == null || text.isConstant() ? written(text, null) : null;
    }

    private static Output written(Template text, Exchange x) {
        Output written = new Output(64);
        if (text != null) {
            text.write(x, written);
        }
        return written;
    }

    static ReturnStep of(Scope scope, Statement s) throws ConfigException {
        String first = s.arg(0);
        boolean code = !first.isEmpty() && first.length() < 10 && first.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!code && s.args().size() == 1
                && (first.startsWith("http://") || first.startsWith("https://") || first.startsWith("$scheme"))) {
            return new ReturnStep(302, Template.compile(first, scope, s.place()));
        }
        if (!code || Integer.parseInt(first) > 999) {
            throw s.error("invalid return code \"" + first + "\"", "a status, or a URL with its scheme");
        }
        Template text = s.args().size() > 1 ? Template.compile(s.arg(1), scope, s.place()) : null;
        return new ReturnStep(Integer.parseInt(first), text);
    }

    @Override
    public int run(Exchange x) {
        if (status >= 400 && (text == null || text.isEmpty())) {
            return status;
        }
        Output body = constant == null ? written(text, x) : constant;
        switch (status) {
            case 301, 302, 303, 307, 308 -> {
                Redirection.location(x, body);
                return status;
            }
            default -> send(x, body);
        }
        return Phase.DONE;
    }

    private void send(Exchange x, Output body) {
        Reply reply = x.reply();
        byte[] type = TypeSettings.of(x);
        // What an upstream has said that sent the request here by X-Accel-Redirect stays.
        if (status != 204 && type.length > 0 && !reply.headers().has("Content-Type")) {
            reply.headers().add(CONTENT_TYPE, type);
        }
        reply.sendWhole(status, null, body);
    }
}
