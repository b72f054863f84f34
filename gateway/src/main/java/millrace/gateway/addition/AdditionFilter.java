package millrace.gateway.addition;

import millrace.gateway.conditional.Validators;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.BodyFilter;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.PartSink;
import millrace.gateway.exchange.Reply;
import millrace.http.codec.Output;

/** {@code add_before_body} and {@code add_after_body}: replies to other paths, before and behind a body. */
public final class AdditionFilter implements HeadFilter {
    @Override
    public boolean concerns(Scope scope) {
        AdditionSettings settings = scope.get(AdditionSettings.KEY);
        return !settings.before.isEmpty() || !settings.after.isEmpty();
    }

    @Override
    public void apply(Exchange x) {
        AdditionSettings settings = x.settings(AdditionSettings.KEY);
        Reply reply = x.reply();
        if (reply.status() != 200 || x.parent() != null || !settings.types.has(reply)) {
            return;
        }
        Validators.clearLength(reply);
        Validators.clearTime(reply);
        reply.headers().remove("ETag");
        if (!reply.isBodiless()) {
            reply.filterLast(new Body(x, settings));
        }
    }

    /** Asks for the parts when their turn comes; what comes meanwhile waits. */
    private static final class Body extends BodyFilter {
        private final Exchange x;
        private final long serial;
        private final AdditionSettings settings;
        private final Output waiting = new Output(0);
        private boolean begun;
        private boolean busy;
        private boolean ended;
        private boolean held;
        private boolean asking;
        private boolean afterAsked;

        Body(Exchange x, AdditionSettings settings) {
            this.x = x;
            this.serial = x.serial();
            this.settings = settings;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            begin();
            if (busy) {
                waiting.put(bytes, offset, length);
                return false;
            }
            return next.write(bytes, offset, length);
        }

        private void begin() {
            if (!begun) {
                begun = true;
                if (!settings.before.isEmpty()) {
                    ask(settings.before);
                }
            }
        }

        private void ask(String path) {
            busy = true;
            asking = true;
            int question = path.indexOf('?');
            x.subrequest(question < 0 ? path : path.substring(0, question), question < 0 ? null : path.substring(question + 1),
                    new PartSink(x, next), part -> partEnded());
            asking = false;
        }

        private void partEnded() {
            busy = false;
            if (asking || !x.isStill(serial)) {
                return;
            }
            next.write(waiting.bytes(), 0, waiting.length());
            waiting.clear();
            if (!ended) {
                x.writable();
            } else if (held) {
                finish();
            }
        }

        @Override
        public void end() {
            ended = true;
            begin();
            if (busy) {
                hold();
            } else {
                finish();
            }
        }

        private void hold() {
            held = true;
            x.reply().holdEnd();
        }

        /** The part behind the body, once, then the end. */
        private void finish() {
            if (!afterAsked && !settings.after.isEmpty()) {
                afterAsked = true;
                ask(settings.after);
                if (busy) {
                    if (!held) {
                        hold();
                    }
                    return;
                }
            }
            next.end();
            if (held) {
                x.reply().releaseEnd();
            }
        }

    }
}
