package millrace.gateway.body;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import millrace.gateway.config.Feature;
import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.http.codec.Output;

/** Answers that say of a body what became of it: how long it is, where, and what {@code $request_body} shows. */
final class BodyAnswers {
    private BodyAnswers() {}

    /** @param begun is run when the first body begins to be read */
    static Feature feature(Runnable begun) {
        return registry -> registry.phase(Phase.CONTENT, x -> {
            if (x.uri().is("/stream")) {
                RequestBody.stream(x, new Slow());
                return Phase.WAIT;
            }
            if (x.uri().is("/pieces")) {
                RequestBody.stream(x, new Counting());
                return Phase.WAIT;
            }
            if (x.uri().is("/ignore")) {
                x.reply().sendWhole(200, "text/plain", new byte[0]);
                return Phase.DONE;
            }
            begun.run();
            RequestBody.read(x, BodyAnswers::tell);
            return Phase.WAIT;
        });
    }

    private static void tell(Exchange x, RequestBody body) {
        tell(x, body, "");
    }

    private static void tell(Exchange x, RequestBody body, String more) {
        Output shown = new Output(64);
        body.writeTo(shown);
        String text = body.length() + " " + body.file() + " <"
                + new String(shown.bytes(), 0, shown.length(), StandardCharsets.ISO_8859_1) + ">" + more;
        x.reply().sendWhole(200, "text/plain", text.getBytes());
    }

    /** Takes all that it is offered. */
    private static class Counting implements BodyReader {
        private int pieces;

        @Override
        public int onBody(Exchange x, byte[] bytes, int offset, int length) {
            pieces++;
            return length;
        }

        @Override
        public void onBodyEnd(Exchange x) {
            tell(x, RequestBody.of(x), " of " + pieces);
        }

        @Override
        public void onBodyBroken(Exchange x, int status, IOException cause) {
            if (status != 0) {
                x.finish(status);
            }
        }
    }

    /** Takes one byte at a time, and the next in the loop's next turn. */
    private static final class Slow extends Counting {
        @Override
        public int onBody(Exchange x, byte[] bytes, int offset, int length) {
            long serial = x.serial();
            x.loop().events().immediate(() -> {
                if (x.isStill(serial)) {
                    x.bodyWanted();
                }
            });
            return 1;
        }

        @Override
        public void onBodyEnd(Exchange x) {
            tell(x, RequestBody.of(x));
        }
    }
}
