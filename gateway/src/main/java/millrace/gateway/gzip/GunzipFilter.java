package millrace.gateway.gzip;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import millrace.gateway.conditional.EntityTag;
import millrace.gateway.conditional.Validators;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.BodyFilter;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Reply;
import millrace.gateway.log.Level;

/** {@code gunzip}: expands compressed bodies for clients that do not take them. */
public final class GunzipFilter implements HeadFilter {
    @Override
    public boolean concerns(Scope scope) {
        return scope.get(GzipSettings.KEY).expands;
    }

    @Override
    public void apply(Exchange x) {
        GzipSettings settings = x.settings(GzipSettings.KEY);
        Reply reply = x.reply();
        if (!"gzip".equalsIgnoreCase(reply.headers().get("Content-Encoding"))) {
            return;
        }
        GzipConsent.vary(x, settings);
        if (GzipConsent.given(x, settings)) {
            return;
        }
        reply.headers().remove("Content-Encoding");
        Validators.clearLength(reply);
        EntityTag.weaken(reply.headers());
        if (!reply.isBodiless()) {
            reply.filterLast(new Body(x));
        }
    }

    /** Expands one member after the other: RFC 1952. */
    private static final class Body extends BodyFilter {
        private final Exchange x;
        private final Inflater inflater = new Inflater(true);
        private final GzipHead head = new GzipHead();
        private final byte[] piece = new byte[16 * 1024];
        private int tail;
        private boolean broken;

        Body(Exchange x) {
            this.x = x;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            int at = offset;
            int end = offset + length;
            boolean room = true;
            while (at < end && !broken) {
                if (tail > 0) {
                    int skipped = Math.min(tail, end - at);
                    tail -= skipped;
                    at += skipped;
                } else if (!head.isComplete()) {
                    at = head.read(bytes, at, end);
                    broken = head.isBroken();
                } else {
                    inflater.setInput(bytes, at, end - at);
                    room = inflate();
                    at = end - inflater.getRemaining();
                    if (inflater.finished()) {
                        inflater.reset();
                        head.reset();
                        tail = 8;
                    }
                }
            }
            if (broken) {
                x.log(Level.ERROR, "inflate() failed");
                x.finish(502);
                return true;
            }
            return room;
        }

        private boolean inflate() {
            boolean room = true;
            try {
                int made;
                while ((made = inflater.inflate(piece)) > 0) {
                    room = next.write(piece, 0, made);
                }
            } catch (DataFormatException e) {
                x.log(Level.ERROR, "inflate() failed: " + e.getMessage());
                broken = true;
            }
            return room;
        }

        @Override
        public void end() {
            inflater.end();
            if (!broken && (tail > 0 || head.isBegun())) {
                x.log(Level.ERROR, "inflate() failed: the compressed body ends too early");
                x.finish(502);
                return;
            }
            next.end();
        }

        @Override
        public void cancel() {
            inflater.end();
            super.cancel();
        }
    }
}
