package millrace.gateway.gzip;

import millrace.gateway.config.Scope;
import millrace.gateway.content.FileBody;
import millrace.gateway.content.FileLoop;
import millrace.gateway.content.IndexFile;
import millrace.gateway.content.OpenFile;
import millrace.gateway.content.StaticFile;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.http.codec.Output;

/** {@code gzip_static}: a file that was compressed ahead of time. */
final class GzipStatic implements PhaseHandler {
    private static final byte[] ENDING = Output.ascii(".gz");
    private static final byte[] ENCODING = Output.ascii("Content-Encoding");
    private static final byte[] GZIP = Output.ascii("gzip");

    @Override
    public boolean concerns(Scope scope) {
        return scope.get(GzipSettings.KEY).ready != GzipSettings.Ready.OFF;
    }

    @Override
    public int run(Exchange x) {
        if (!StaticFile.isRead(x) || IndexFile.isFolder(x)) {
            return Phase.NEXT;
        }
        GzipSettings settings = x.settings(GzipSettings.KEY);
        boolean always = settings.ready == GzipSettings.Ready.ALWAYS;
        boolean wanted = always || GzipConsent.given(x, settings);
        if (!wanted && !settings.vary) {
            return Phase.NEXT;
        }
        FileLoop files = FileLoop.of(x.loop());
        OpenFile file = files.open(x, files.name(x, x.uri()).put(ENDING));
        if (file.error() < 0) {
            return Phase.NEXT;
        }
        if (!always) {
            GzipConsent.vary(x, settings);
        }
        if (!wanted || !file.isRegular()) {
            StaticFile.release(file);
            return Phase.NEXT;
        }
        StaticFile.describe(x, file);
        x.reply().headers().add(ENCODING, GZIP);
        FileBody.send(x, files, file);
        return Phase.DONE;
    }
}
